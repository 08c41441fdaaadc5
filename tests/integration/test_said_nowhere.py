"""What was just done is said on the next page, and stands in no file of the house, nor for whoever comes in next."""

import re
import zlib
from base64 import urlsafe_b64decode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.commons import clock
from tests.cases import a_case
from tests.cast import make_cast
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.notices import form_of, notice_of
from tests.own_house import ON_POSTGRES, own_house

SIGNED = re.compile(rb"\.eJ[\w-]{20,}|eyJ[\w-]{20,}")  # as Django writes a session down: packed, or as it is
OUT, ASKED = "finds nothing of this case any more", "Another person who reads this case"


def written_down(data: str) -> str:
    """Whatever of sessions stands in the files of the house, their log too, unpacked."""
    found = []
    for path in Path(data).glob("*"):
        for each in SIGNED.findall(path.read_bytes() if path.is_file() else b""):
            try:
                raw = urlsafe_b64decode(each.removeprefix(b".") + b"==")
                found.append(
                    (zlib.decompressobj().decompress(raw) if each[:1] == b"." else raw).decode(errors="replace")
                )
            except (ValueError, zlib.error):
                continue
    return "\n".join(found)


def leaves_out_and_asks(data: str, storage: str) -> dict[str, Any]:
    """Ana leaves Carla out of a case, and asks whether something must be told; each time she reads the next page."""
    settings.ALLOWED_HOSTS.append("testserver")
    settings.MESSAGE_STORAGE = storage
    staticfiles_storage.stored_name = lambda name: name
    house = a_house_for_letters(make_cast())
    case, ana, read = a_case(house), opened_client(house.cast.ana), []
    notice = form_of(notice_of(clock.today() + timedelta(days=1)))
    with translation.override("en"):
        for name, sent in (
            ("case_leave_out", {"reader": house.cast.carla.reference, "sure": "1"}),
            ("case_notice_new", notice),
        ):
            answer = ana.post(reverse(name, args=[case.reference]), sent)
            read.append([ana.get(answer["Location"]).text for _ in range(2)])
    return {"said": [[each in page for page in two] for each, two in zip((OUT, ASKED), read, strict=True)],
            "lies": written_down(data)}  # fmt: skip


@pytest.mark.skipif(ON_POSTGRES, reason="the files of PostgreSQL are not of the house")
@pytest.mark.parametrize(
    "storage", ["amparo.config.said.Said", "django.contrib.messages.storage.session.SessionStorage"]
)
def test_what_was_done_is_said_once_and_lies_in_no_file(tmp_path: Path, storage: str) -> None:
    """The second is the control: out of the session it stands there, also after it was read."""
    with own_house(tmp_path) as house:
        found = house.run(leaves_out_and_asks, str(tmp_path), storage)
    assert found["said"] == [[True, False], [True, False]]
    assert "_auth_user_id" in found["lies"], "the look unpacks sessions"
    is_there = "session" in storage
    assert [each in found["lies"] for each in (OUT, ASKED, "_messages")] == [is_there] * 3


@pytest.mark.django_db
def test_who_comes_in_next_on_that_computer_is_not_told(cast: Any) -> None:
    house: Letters = a_house_for_letters(cast)
    case = a_case(house)
    ana, berta = opened_client(cast.ana), opened_client(cast.berta)
    with translation.override("en"):
        sent = {"reader": cast.carla.reference, "sure": "1"}
        ana.post(reverse("case_leave_out", args=[case.reference]), sent)
        kept = ana.cookies[settings.SAID_COOKIE_NAME]
        assert (kept["httponly"], kept["samesite"], kept["max-age"], kept["expires"]) == (True, "Strict", "", "")
        berta.cookies[settings.SAID_COOKIE_NAME] = kept.value
        assert OUT not in berta.get(reverse("cases")).text
        assert not berta.cookies[settings.SAID_COOKIE_NAME].value
        assert OUT in ana.get(reverse("cases")).text
    assert not Client().get(reverse("sign_in")).cookies.get(settings.SAID_COOKIE_NAME)
