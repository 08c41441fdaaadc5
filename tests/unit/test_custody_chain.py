"""The chain of hands: anybody recomputes it, and every way of changing it afterwards is named where it happened."""

import hashlib
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from amparo.formats.codes import codes
from amparo.formats.custody_chain import checking
from amparo.formats.custody_chain.checking import Finding, verify
from amparo.formats.custody_chain.days import day_text, is_in, leaf_text, read_leaf
from amparo.formats.custody_chain.events import (
    FIRST,
    Fact,
    Link,
    Mark,
    NotRead,
    fact_text,
    link_text,
    next_link,
    one_line,
    read_fact,
    read_link,
)
from amparo.formats.custody_chain.slips import Slip, read_slip, receipt_number, slip_text
from tests.custody import BEGAN, ITEMS, chain, six

FACT = Fact(
    1, ITEMS[0], BEGAN, "user:9c1b", "transferred", "0" * 31 + "a", "Para la audiencia\n del martes", "Perito 3",
    "K7Q2-9MXA-2345", "", hashlib.sha256(b"x").hexdigest(),
)  # fmt: skip
WRITTEN = b"""amparo-fact 1
seq 1
item 4f2a19c0d1e2f3a4
at 2026-11-28T19:34Z
actor user:9c1b
action transferred
reason Para la audiencia del martes
counterpart Perito 3
receipt K7Q2-9MXA-2345
before -
after 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881
salt 0000000000000000000000000000000a
"""


def test_a_fact_is_written_line_by_line_and_read_again() -> None:
    assert fact_text(FACT) == WRITTEN
    assert read_fact(WRITTEN) == replace(FACT, reason="Para la audiencia del martes")
    assert "audiencia" not in repr(FACT)


def test_the_program_of_anybody_gives_the_same_digest(tmp_path: Path) -> None:
    links, facts, marks = six()
    for number, link in enumerate(links, 1):
        (tmp_path / "link").write_bytes(link)
        (tmp_path / "fact").write_bytes(facts[number])
        said = subprocess.run(["sha256sum", "link", "fact"], cwd=tmp_path, capture_output=True, check=True, text=True)
        of_link, of_fact = (line.split()[0] for line in said.stdout.splitlines())
        assert f"fact {of_fact}\n" in link.decode()
        assert of_link == marks[number - 1].head
        if number < 6:
            assert f"previous {of_link}\n" in links[number].decode()


@pytest.mark.parametrize(
    "text",
    [
        b"", b"amparo-fact 1\n", WRITTEN[:-1], WRITTEN + b"\n", WRITTEN.replace(b"seq 1", b"seq 01"),
        WRITTEN.replace(b"viewed", b"sold").replace(b"transferred", b"sold"), WRITTEN.replace(b"19:34Z", b"29:34Z"),
        WRITTEN.replace(b"del martes", b" del  martes"), WRITTEN.replace(b"\n", b"\r\n"), b"\xff" + WRITTEN,
        WRITTEN.replace(b"before -", b"before 12"), WRITTEN.replace(b"item 4", b"item ../4"),
    ],
)  # fmt: skip
def test_anything_else_is_no_fact(text: bytes) -> None:
    with pytest.raises(NotRead):
        read_fact(text)


def test_a_reason_cannot_write_a_line_of_its_own() -> None:
    sly = "x\naction returned\u2028after 00\x00\x85 y\u202e"
    assert one_line(sly) == "x action returned after 00 y"
    assert one_line(" - ") == ""
    assert read_fact(fact_text(replace(FACT, reason=sly))).action == "transferred"


def test_a_link_is_read_as_it_was_written_and_nothing_else_is() -> None:
    link = Link(2, "a" * 64, FIRST)
    assert read_link(link_text(link)) == link
    for wrong in (b"amparo-link 2\n", link_text(link) + b"\n", link_text(link).replace(b"seq 2", b"seq -2")):
        with pytest.raises(NotRead):
            read_link(wrong)
    with pytest.raises(ValueError, match="number"):
        link_text(Link(0, "a" * 64, FIRST))


def test_a_chain_as_it_was_has_no_finding() -> None:
    links, facts, marks = six()
    assert verify(links, head=marks[-1], receipts=marks, facts=facts) == ()
    assert verify([], head=None) == ()


def edited(links: list[bytes], number: int) -> list[bytes]:
    """The chain with another fact in one link, and nothing else changed."""
    changed = link_text(replace(read_link(links[number - 1]), fact="e" * 64))
    return [*links[: number - 1], changed, *links[number:]]


@pytest.mark.parametrize("number", range(1, 7))
def test_an_edited_act_is_named(number: int) -> None:
    links, _facts, marks = six()
    assert verify(edited(links, number), head=marks[-1], receipts=marks[:-1]) == (Finding(number, "edited"),)
    inner = verify(edited(links, number))
    assert inner == (() if number == 6 else (Finding(number, "edited"),)), "of the last only a mark knows"


@pytest.mark.parametrize("number", range(2, 6))
def test_an_edited_link_to_the_one_before_is_named(number: int) -> None:
    links, _facts, marks = six()
    links[number - 1] = link_text(replace(read_link(links[number - 1]), previous="e" * 64))
    assert verify(links, head=marks[-1]) == (Finding(number, "edited"),)


@pytest.mark.parametrize("number", range(1, 6))
def test_a_deleted_act_is_named(number: int) -> None:
    links, _facts, marks = six()
    del links[number - 1]
    assert verify(links, head=marks[-1]) == (Finding(number, "deleted"),)


def test_two_that_changed_places_are_named() -> None:
    links, _facts, marks = six()
    links[1], links[3] = links[3], links[1]
    assert {each.what for each in verify(links, head=marks[-1])} == {"reordered"}
    assert {each.seq for each in verify(links, head=marks[-1])} == {2, 3}


def test_one_that_is_there_twice_is_named() -> None:
    links, _facts, marks = six()
    assert Finding(2, "repeated") in verify([*links[:2], links[1], *links[2:]], head=marks[-1])


@pytest.mark.parametrize("left", range(6))
def test_a_cut_end_shows_against_the_kept_mark_and_against_a_slip(left: int) -> None:
    links, _facts, marks = six()
    assert verify(links[:left]) == (), "by itself it hangs together"
    assert verify(links[:left], head=marks[-1]) == (Finding(left + 1, "truncated"),)
    assert verify(links[:left], receipts=[marks[left]]) == (Finding(left + 1, "truncated"),)
    assert verify(links[:left], head=marks[left - 1] if left else None) == ()


def test_what_was_added_behind_the_kept_mark_is_named() -> None:
    links, _facts, marks = six()
    assert verify(links, head=marks[3]) == (Finding(5, "added"),)
    assert verify(links, receipts=[marks[3]]) == (), "after a slip a chain may go on"


def test_a_chain_written_anew_shows_against_what_was_noted_elsewhere() -> None:
    links, _facts, marks = six()
    anew, _other, ends = chain(*[("acquired", ITEMS[0], b"other")] * 6)
    assert verify(anew, head=ends[-1]) == ()
    assert verify(anew, head=ends[-1], receipts=[marks[3]]) == (Finding(1, "rewritten"),)
    forged = [*links[:4]]
    mark = marks[3]
    for each in (5, 6):
        link, _body, mark = next_link(mark, replace(FACT, salt=f"{each:032x}"))
        forged.append(link)
    assert verify(forged, head=mark, receipts=marks[:4]) == ()
    assert verify(forged, head=mark, receipts=[marks[1], marks[5]]) == (Finding(3, "rewritten"),)
    assert verify(forged, head=mark, receipts=[marks[3], marks[4]]) == (Finding(5, "edited"),)


def test_a_fact_that_is_not_the_one_of_its_link_is_named() -> None:
    links, facts, marks = six()
    swapped = facts | {2: facts[3]}
    assert verify(links, head=marks[-1], facts=swapped) == (Finding(2, "edited"),)
    assert verify(links, head=marks[-1], facts={9: facts[3]}) == (Finding(9, "added"),)
    assert verify(links, head=marks[-1], facts={}) == (), "what is not shown is no fault"


def test_what_is_no_link_is_named() -> None:
    links, _facts, marks = six()
    links[2] = b"\x00"
    assert verify(links, head=marks[-1])[0] == Finding(3, "unreadable")


def test_every_finding_has_words() -> None:
    names = {name for name in vars(checking) if name.isupper() and isinstance(getattr(checking, name), str)}
    assert {getattr(checking, name) for name in names} - {FIRST} == {each.code for each in codes("custody_fault")}


def test_a_slip_is_read_as_it_was_printed_and_names_nobody() -> None:
    _links, _facts, marks = six()
    slip = Slip(receipt_number(), ITEMS[0], "", marks[2], date(2026, 11, 28))
    assert read_slip(slip_text(slip)) == slip
    assert "9c1b" not in slip_text(slip).decode()
    assert len({receipt_number() for _each in range(200)}) == 200
    with pytest.raises(NotRead):
        read_slip(slip_text(slip).replace(b"count 3", b"count 03"))


def test_the_list_of_a_day_hides_how_many_it_stands_for() -> None:
    _links, _facts, marks = six()
    leaf = leaf_text(marks[-1], "1" * 32)
    few = day_text(date(2026, 11, 28), [leaf])
    many = day_text(date(2026, 11, 28), [leaf, *(leaf_text(Mark(9, "b" * 64), f"{each:032x}") for each in range(60))])
    assert len(few) == len(many) == len(day_text(date(2026, 11, 28), []))
    assert is_in(leaf, few)
    assert is_in(leaf, many)
    assert not is_in(leaf_text(marks[-1], "2" * 32), few), "with another salt it is another leaf"
    assert not is_in(leaf, b"")
    assert read_leaf(leaf) == marks[-1]
    with pytest.raises(NotRead):
        read_leaf(leaf.replace(b"count 6", b"count 5 "))


def test_a_moment_is_written_in_one_zone_and_to_the_minute() -> None:
    with pytest.raises(ValueError, match="at"):
        fact_text(replace(FACT, at=datetime(2026, 11, 28, 19, 34)))
    exact = datetime(2026, 11, 28, 19, 34, 59, 999, tzinfo=UTC)
    assert fact_text(replace(FACT, at=exact)) == WRITTEN
