"""What is laid again is what was made: the same rows in both databases, the same people, and keys that open."""

from typing import Any

import pytest
from django.db import transaction

from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.sealing.keys import fingerprint
from tests import laid_once
from tests.cast import Cast, make_cast
from tests.letters import Letters, a_house_for_letters, kek_of, with_open_key

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def taken_back(make: Any) -> Any:
    """What it comes to, and every row then; afterwards both databases are as before."""
    with transaction.atomic(), transaction.atomic(using="evidence"):
        told = make(), laid_once._rows()
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="evidence")
    return told


def whole() -> tuple[Cast, Letters]:
    cast = make_cast()
    return cast, a_house_for_letters(cast)


def test_what_is_laid_is_what_was_made_row_by_row() -> None:
    laid_once._known.clear()
    (_cast, made), rows_made = taken_back(whole)
    (cast, laid), rows_laid = taken_back(whole)
    assert rows_laid == rows_made
    assert len(rows_laid["default", "accounts_user"][1]) == 7
    assert laid.secrets == made.secrets  # it was laid: made anew its keys would be others
    assert laid.cast is cast
    assert laid.readers["ana"] is not made.readers["ana"]


def test_whoever_was_given_is_as_she_would_be_and_her_key_opens() -> None:
    for _once in range(2):
        cast, letters = taken_back(whole)[0]
        assert set(vars(cast.ana)) == set(vars(letters.cast.ana))
    cast, letters = whole()
    assert with_open_key(cast.ana).opened is not None
    assert kek_of(cast.ana)
    assert fingerprint(letters.readers["ana"].recipient)
    assert User.objects.get(pk=cast.ana.pk).name_used == cast.ana.name_used == "Ana"


def test_after_an_act_that_is_new_it_is_made_and_not_laid() -> None:
    cast, first = taken_back(whole)[0]
    cast = make_cast()
    accounts.make_team(name="Otra", by=accounts.SETUP)
    assert a_house_for_letters(cast).secrets != first.secrets


def test_what_cannot_be_kept_is_made_each_time() -> None:
    made = laid_once.laid_once(lambda cast: (cast, lambda: None))
    cast = make_cast()
    assert made(cast)[1] is not made(cast)[1]
    assert None in laid_once._known.values()
