"""Two houses with databases of their own: from her yes in one to a row in the other, and out of it again.

Each act runs in the house it belongs to; what goes between them are three files and what is read aloud, as between
people. At the end both databases of the house that received, and the file itself, are searched for every word of hers.
"""

import base64
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from amparo.commons import clock
from tests.canaries import hidden_in
from tests.two_houses import MORE, Waiting, tables, waiting

NAME, NEED = "Yuleisi Canario-de-nombre", "un cuarto canario-de-necesidad"
NETWORK = "Red de la Costa, un ejemplo"


def lay() -> None:
    """A house with its people."""
    from django.db import transaction

    from tests.between import make_between
    from tests.cast import make_cast

    with transaction.atomic(using="default"), transaction.atomic(using="evidence"):
        make_between(make_cast())


def her(name: str) -> Any:
    """One of the people of this house, with her key open."""
    from amparo.commons.accounts.models import User
    from tests.letters import with_open_key

    return with_open_key(User.objects.get(sign_in_name=name))


def draws() -> list[str]:
    """The house that counts draws up: the file, and its mark."""
    from amparo.doors.exchange.actions.agreeing import draw
    from tests.between import AGREED

    found = draw(by=her("diana"), **AGREED)  # type: ignore[arg-type]
    return [found.agreement.as_file().decode(), found.mark]


def reads_in(file: str) -> str:
    """The other reads it in; its mark as it stands there."""
    from amparo.doors.exchange.actions.agreeing import read_in

    return read_in(file.encode(), by=her("ana")).mark


def confirms(heard: str) -> str:
    """A second person of a house heard the mark."""
    from amparo.doors.exchange.actions.agreeing import confirm
    from amparo.doors.exchange.models import Partnership

    found = Partnership.objects.get()
    confirm(found, heard=heard, by=her("nadia"))
    return str(Partnership.objects.get().state)


def opens_cases(count: int) -> list[str]:
    """Women are accompanied, say yes to be counted here, and yes to the other house by its name; their cases."""
    from django.db import transaction

    from amparo.casework.actions.cases import begin_case
    from amparo.casework.actions.permissions import Said, write_permission
    from amparo.casework.queries.permissions import recipient_named
    from amparo.formats.case_questions import Answer

    found, said = [], {"content": frozenset({"coded_only"}), "method": "written", "days": 120}
    to = recipient_named(NETWORK, is_state=False)
    with transaction.atomic(using="default"):
        for _ in range(count):
            answers = {"name_used": Answer(NAME), "need_words": Answer(NEED), "need_first": Answer("food"),
                       "gender": Answer(("travesti",))}  # fmt: skip
            case = begin_case(answers=answers, agreed="written", by=her("ana"))
            write_permission(case, said=Said("share_nonidentifiable_stats", "yes", **said), by=her("ana"))  # type: ignore[arg-type]
            write_permission(case, said=Said("share_coded_rows", "yes", to, NETWORK, **said), by=her("ana"))  # type: ignore[arg-type]
            found.append(case.reference)
    return found


def says_no(reference: str) -> None:
    """One of them takes it back, at the desk."""
    from amparo.casework.actions.permissions import Said, write_permission
    from amparo.casework.models import Case
    from amparo.casework.queries.cases import opened
    from amparo.casework.queries.permissions import permissions_in, recipient_named

    case = Case.objects.get(reference=reference)
    known = permissions_in(opened(her("ana"), case).parts)
    seen = next(each.part.number for each in known if each.kind == "share_coded_rows")
    to = recipient_named(NETWORK, is_state=False)
    write_permission(case, said=Said("share_coded_rows", "no", to, NETWORK, seen=seen), by=her("ana"))


def makes_file() -> list[str]:
    """The next file, and its mark."""
    from amparo.doors.exchange.actions.sending import make_file
    from amparo.doors.exchange.models import Partnership

    made = make_file(Partnership.objects.get(), by=her("ana"), now=clock.now(), rng=Random(5))
    return [base64.b64encode(made.data).decode(), made.parcel.mark]


def takes_in(file: str, heard: str) -> str:
    """It comes in; the receipt."""
    from amparo.doors.exchange.actions.taking_in import take_in
    from amparo.doors.exchange.models import Partnership

    found = Partnership.objects.get()
    told = take_in(found, base64.b64decode(file), heard=heard, by=her("diana"), now=clock.now())
    return told.as_file().decode()


def files_receipt(file: str) -> str:
    """The house that sent files it."""
    from amparo.doors.exchange.actions.sending import file_receipt
    from amparo.doors.exchange.models import Partnership

    file_receipt(Partnership.objects.get(), file.encode(), by=her("ana"))
    return str(Partnership.objects.get().parcels.first().state)  # type: ignore[union-attr]


def counted() -> list[Any]:
    """What stands in evidence of the other house."""
    from amparo.doors.exchange.models import Partnership
    from amparo.evidence.queries import rows_of

    return [[book, codes] for book, codes in rows_of(Partnership.objects.get().source)]


def ends() -> None:
    """Its last day is over in the house that counts."""
    from amparo.doors.exchange.actions.ending import NIGHT, end
    from amparo.doors.exchange.models import Partnership

    end(Partnership.objects.get(), by=NIGHT)


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Waiting, Waiting]]:
    from tests.own_house import own_house

    folder = tmp_path_factory.mktemp("between")
    for name in ("small", "network"):
        (folder / name).mkdir()
    with (
        own_house(folder / "small", **MORE) as small,
        own_house(folder / "network", **MORE) as network,
        waiting(small) as sends,
        waiting(network) as counts,
    ):
        yield sends, counts


def test_from_her_yes_in_one_house_to_a_row_in_the_other_and_out_again(
    houses: tuple[Waiting, Waiting], tmp_path: Path
) -> None:
    small, network = houses
    for each in houses:
        each.ask(lay)
    file, mark = network.ask(draws)
    assert small.ask(reads_in, file) == mark
    assert (small.ask(confirms, mark), network.ask(confirms, mark)) == ("in_force", "in_force")
    cases = small.ask(opens_cases, 11)
    rows, aloud = small.ask(makes_file)
    receipt = network.ask(takes_in, rows, aloud)
    assert small.ask(files_receipt, receipt) == "filed"
    row = {"codes": {"gender_group": ["trans_feminine"], "need_group": ["daily"]}, "parts": []}
    assert network.ask(counted) == [["cases/2", row]] * 11
    small.ask(says_no, cases[3])
    network.ask(takes_in, *small.ask(makes_file))
    assert len(network.ask(counted)) == 10
    there = repr(network.ask(tables)).encode()
    ties = [*cases, *(each["check_of"] for each in small.ask(tables)["default.vault_codedrow"])]
    canaries = [NAME.split()[0], "Canario", "canario-de", *ties]
    assert hidden_in(there + base64.b64decode(rows) + file.encode() + receipt.encode(), canaries) == set()
    assert hidden_in(repr(small.ask(tables)).encode(), ties) == set(ties), "the search finds what is there"
    network.ask(ends)
    assert network.ask(counted) == []
