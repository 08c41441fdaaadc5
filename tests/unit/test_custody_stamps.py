"""The word of an authority of time: believed for this list and by this certificate, and for nothing else."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from amparo.formats.codes import by_code
from amparo.formats.custody_chain.days import day_text, leaf_text
from amparo.formats.custody_chain.events import Mark
from amparo.formats.custody_chain.stamps import Asked, NoStamp, asked, believed
from tests import moment
from tests.authority import Authority, authority

DAY = day_text(date(2026, 11, 28), [leaf_text(Mark(3, "a" * 64), "1" * 32)])


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that is valid today."""
    return authority(tmp_path_factory.mktemp("a") / "ours")


def refused(day: bytes, answer: bytes, pem: bytes, nonce: int | None = None) -> str:
    with pytest.raises(NoStamp) as no:
        believed(day, answer, pem, nonce=nonce)
    assert no.value.why in by_code("stamp_fault")
    return no.value.why


def test_what_goes_out_is_the_digest_of_the_list_and_a_random_number() -> None:
    question = asked(DAY)
    assert hashlib.sha256(DAY).digest() in question.request
    assert len(question.request) < 100
    assert not any(line in question.request for line in DAY.splitlines()), "nothing of what is in it"
    assert asked(DAY).nonce != question.nonce


def test_an_answer_is_believed_offline_and_names_its_moment(ours: Authority) -> None:
    question = asked(DAY)
    stamp = believed(DAY, ours.answers(question.request), ours.pem, nonce=question.nonce)
    assert abs(stamp.at - moment.of_the_computer()) < timedelta(minutes=5)


def test_another_list_another_question_and_another_authority_are_refused(ours: Authority, tmp_path: Path) -> None:
    question: Asked = asked(DAY)
    answer = ours.answers(question.request)
    assert refused(DAY + b"x", answer, ours.pem) == "other_list"
    assert refused(DAY, answer, ours.pem, nonce=question.nonce + 1) == "other_question"
    other = authority(tmp_path / "other", named="Other")
    assert refused(DAY, answer, other.pem) == "other_authority"
    same_name = authority(tmp_path / "same_name")
    assert refused(DAY, answer, same_name.pem) == "other_authority", "a name alone is no authority"


def test_an_authority_whose_certificate_was_over_is_refused(tmp_path: Path) -> None:
    over = authority(tmp_path / "over", years_ago=3)
    assert refused(DAY, over.answers(asked(DAY).request), over.pem) == "over"


def test_what_is_no_answer_is_refused(ours: Authority) -> None:
    answer = ours.answers(asked(DAY).request)
    assert refused(DAY, b"", ours.pem) == "unreadable"
    assert refused(DAY, b"HTTP/1.1 200", ours.pem) == "unreadable"
    assert refused(DAY, answer[:-9], ours.pem) == "unreadable"
    assert refused(DAY, answer, b"") == "no_authority"
    assert refused(DAY, answer, b"-----BEGIN CERTIFICATE-----") == "no_authority"
    turned = bytearray(answer)
    turned[-20] ^= 1  # in the signature
    assert refused(DAY, bytes(turned), ours.pem) == "other_authority"
