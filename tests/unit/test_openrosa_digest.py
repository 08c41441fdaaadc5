"""Digest authentication: the examples of its two standards, and what clients write otherwise."""

import hashlib

import pytest

from amparo.formats.openrosa.digest import challenge, is_for, is_proven, read_answer

# RFC 2617, 3.5, and RFC 7616, 3.9.1: the same person and page, as the standards print them.
OLD = (
    'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
    'uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1", '
    'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)
NEW = (
    'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, '
    'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, '
    'response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
PASSWORDS = {OLD: ("testrealm@host.com", "Circle Of Life"), NEW: ("http-auth@example.org", "Circle of Life")}


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def proven(header: str, *, password: str = "", realm: str = "", method: str = "GET") -> bool:
    answer = read_answer(header)
    own_realm, own_password = PASSWORDS.get(header, PASSWORDS[OLD])
    return answer is not None and is_proven(
        answer, ha1=md5(f"Mufasa:{own_realm}:{password or own_password}"), method=method, realm=realm or own_realm
    )


@pytest.mark.parametrize("header", [OLD, NEW])
def test_the_examples_of_the_standards(header: str) -> None:
    assert proven(header)
    assert not proven(header, password="Circle of life")
    assert not proven(header, realm="another")
    assert not proven(header, method="POST")


def test_without_quality_it_is_as_it_was_before() -> None:
    response = md5(f"{md5('Mufasa:testrealm@host.com:Circle Of Life')}:n:{md5('GET:/dir/index.html')}")
    said = f'Digest username="Mufasa",realm="testrealm@host.com",nonce="n",uri="/dir/index.html",response="{response}"'
    assert proven(said)
    assert proven(said.replace(response, response.upper()))
    assert not proven(said.replace('uri="/dir', 'uri="/dir2'))


@pytest.mark.parametrize("header", [
    "", "Basic TXVmYXNhOkNpcmNsZQ==", "Digest", "Bearer x", OLD.replace("username", "user"), OLD + "," + "x" * 5000,
    OLD.replace("Digest", "Digestive"),
])  # fmt: skip
def test_what_is_no_answer_proves_nothing(header: str) -> None:
    assert read_answer(header) is None


@pytest.mark.parametrize("change", [
    ("qop=auth", "qop=auth-int"), ("nc=00000001, ", ""), ('cnonce="0a4f113b", ', ""), ("00000001", "00000002"),
    ('response="6629', 'response="6628'), ('response="6629', 'response="ñ629'),
])  # fmt: skip
def test_a_changed_answer_proves_nothing(change: tuple[str, str]) -> None:
    assert change[0] in OLD
    assert not proven(OLD.replace(*change))


@pytest.mark.parametrize(("uri", "holds"), [
    ("/hojas/foto (1) ñ.jpg?a=b%20c", True),
    ("/hojas/foto%20(1)%20%C3%B1.jpg?a=b%20c", True),
    ("/hojas/foto%20%281%29%20%c3%b1.jpg?a=b%20c", True),
    ("https://house.example/hojas/foto%20(1)%20%C3%B1.jpg?a=b%20c", True),
    ("/hojas/foto%20(1)%20%C3%B1.jpg?a=b c", False),
    ("/hojas/foto%20(1)%20%C3%B1.jpg", False),
    ("/hojas/foto%20(2)%20%C3%B1.jpg?a=b%20c", False),
    ("*", False),
])  # fmt: skip
def test_it_holds_for_one_address_however_that_is_written(uri: str, holds: bool) -> None:
    answer = read_answer(OLD.replace("/dir/index.html", uri))
    assert answer is not None
    assert is_for(answer, path="/hojas/foto (1) ñ.jpg", query="a=b%20c") is holds


def test_a_challenge_says_whether_only_its_number_is_old() -> None:
    assert challenge("Amparo", "n") == 'Digest realm="Amparo", nonce="n", qop="auth", algorithm=MD5'
    assert challenge("Amparo", "n", is_stale=True).endswith(", stale=true")
