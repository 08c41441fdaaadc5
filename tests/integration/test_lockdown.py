"""*Lock everything* and ``./amparo panic`` where nothing can be written: a flag counts, until the keys are gone."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as loaded
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from amparo.commons import clock, lockdown, room
from amparo.commons.accounts import actions, backends
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.config.management.commands.tidy import tidy
from amparo.vault.models import Unlock
from tests.entrance import inside, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def flag(settings: Any, tmp_path: Path) -> Path:
    """The folders of this test; in neither of them is anything locked."""
    settings.RUN, settings.DATA = str(tmp_path / "memory"), tmp_path
    return tmp_path / "memory" / "locked"


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The database finds no room for what deletes the keys that are open; undone, there is room again."""

    def lock_all(_keeper: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(type(backends.keeper), "lock_all", lock_all)
    return monkeypatch


def opens(client: Client) -> bool:
    """Does this browser open what is sealed?"""
    return client.get(reverse("my_account")).wsgi_request.user.opened is not None


def test_the_flag_locks_where_nothing_can_be_deleted_and_whoever_signs_in_next_finishes_it(
    full: pytest.MonkeyPatch, flag: Path
) -> None:
    for name in ("ana", "eva"):
        person(name, "reader")
    ana, eva = inside("ana"), inside("eva")
    assert opens(eva)
    before = Act.objects.count()
    answer = ana.post(reverse("lock"))
    assert answer.status_code == 200
    assert "Todo está bajo llave" in answer.text
    assert {name: each.value for name, each in answer.cookies.items()} == {
        loaded.SESSION_COOKIE_NAME: "", loaded.UNLOCK_COOKIE_NAME: ""
    }  # fmt: skip
    assert flag.exists()
    assert Unlock.objects.count() == 2, "nothing could be deleted"
    assert not opens(eva)

    full.undo()
    assert not opens(eva), "room alone opens nothing"
    assert opens(inside("ana"))
    assert not lockdown.is_on()
    assert not opens(eva), "what was open then stays shut"
    assert Unlock.objects.count() == 1
    assert list(Act.objects.filter(number__gt=before).values_list("verb", "actor")) == [
        ("house.locked", "house.server")
    ]


def test_panic_says_what_it_could_not_do(full: pytest.MonkeyPatch) -> None:
    person("ana", "reader")
    ana = inside("ana")
    stamp = User.objects.get(sign_in_name="ana").session_stamp
    with pytest.raises(CommandError, match="Haz sitio en el disco"):
        call_command("panic")
    assert not opens(ana)
    full.undo()
    call_command("panic")
    assert not lockdown.is_on()
    assert not Unlock.objects.exists()
    assert User.objects.get(sign_in_name="ana").session_stamp != stamp


def test_without_either_place_for_the_flag_an_error_stays_an_error(full: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for each in lockdown.flags():
        each.parent.mkdir(exist_ok=True)
        each.symlink_to(tmp_path / "nowhere" / "locked")
    assert not lockdown.put_on()
    with pytest.raises(OperationalError):
        call_command("panic")


@pytest.mark.parametrize(("gone", "left"), [(0, [False, True]), (1, [True, False])])
def test_one_of_two_places_is_enough(tmp_path: Path, gone: int, left: list[bool]) -> None:
    blocked = lockdown.flags()[gone]
    blocked.parent.mkdir(exist_ok=True)
    blocked.symlink_to(tmp_path / "nowhere" / "locked")
    assert lockdown.put_on()
    assert lockdown.is_on()
    assert [each.exists() for each in lockdown.flags()] == left
    lockdown.take_off()
    assert not lockdown.is_on()


def test_a_flag_that_cannot_be_read_counts(settings: Any, tmp_path: Path) -> None:
    assert not lockdown.is_on()
    (tmp_path / "a file").touch()
    settings.RUN = str(tmp_path / "a file")  # a folder it is not: nobody can say what stands in it
    assert lockdown.is_on()


def test_a_lock_that_fails_holds_also_where_another_that_succeeds_removes_the_flag(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lock_all(_keeper: Any) -> None:
        lockdown.take_off()
        raise OperationalError("database is locked")

    monkeypatch.setattr(type(backends.keeper), "lock_all", lock_all)
    with pytest.raises(OperationalError):
        actions.lock_house(by=actions.SERVER)
    assert lockdown.is_on()


@pytest.mark.django_db(databases=["default", "evidence"])
def test_a_ballast_is_laid_by_night_and_makes_room_before_anything_is_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    tidy(clock.now(), lambda _said: None)
    assert room.ballast().stat().st_size == room.BALLAST
    seen = []
    monkeypatch.setattr(
        type(backends.keeper), "lock_all", lambda _keeper: seen.append((room.ballast().exists(), lockdown.is_on()))
    )
    actions.lock_house(by=actions.SERVER)
    assert seen == [(False, True)]
    assert not lockdown.is_on()
    monkeypatch.setattr(room, "free", lambda: room.FOR_FILES - 1)
    room.lay_ballast()
    assert not room.ballast().exists(), "it takes no room from what is short of it"


def test_a_quota_costs_the_ballast_and_nothing_else_of_the_night(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    room.lay_ballast()
    assert not room.ballast().exists()
