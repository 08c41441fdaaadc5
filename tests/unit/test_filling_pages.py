"""A form page by page: what stands together, what comes next, and what is told again."""

from amparo.formats.openrosa.filling import (
    Filling,
    Page,
    one_less,
    one_more,
    page_after,
    page_before,
    page_unseen,
    pages,
    written,
)
from tests.filling_form import FULL, NOW, NUMBER, STARTED, filling, small


def shown(read: Filling) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.number, tuple(key.removeprefix("/data/") for key in each.keys)) for each in pages(read)]


def test_pages_end_before_what_hangs_on_an_answer_of_theirs() -> None:
    assert shown(filling(FULL)) == [
        ("1.1", ("n",)),
        ("1.2", ("name", "nick")),
        ("1.3", ("sex", "country")),
        ("1.4", ("town",)),
        ("1.5", ("towns", "luck")),
        ("2.1.1", ("child[1]/cname",)),
        ("2.1.2", ("child[1]/age",)),
        ("2.2.1", ("child[2]/cname",)),
        ("2.2.2", ("child[2]/age",)),
        ("2.again", ()),
        ("3.1", ("many",)),
        ("4.1.1", ("loop[1]/l2",)),
        ("5.1", ("dec", "scale", "at", "moment", "when")),
        ("5.2", ("note", "ack", "code", "phone", "shown")),
    ]
    assert [each.number for each in pages(filling({}))] == [
        "1.1", "1.2", "1.3", "1.5", "2.1.1", "2.again", "3.1", "5.1", "5.2",
    ]  # fmt: skip


def test_the_heading_is_that_of_the_innermost_group_with_words() -> None:
    yes = {"/data/towns": "a", "/data/grp/b1": "yes", "/data/grp/b2": "2"}
    around = {each.number: each.group for each in pages(filling(yes))}
    assert (around["1.6"], around["1.8"], around["2.1.1"]) == ("/data/grp", "/data/grp", "/data/child[1]")
    assert (around["1.1"], around["2.again"]) == ("", "/data/child")


def test_from_page_to_page() -> None:
    read = filling({})
    assert page_after(read, "") == Page("1.1", ("/data/n",))
    assert page_before(read, "1.1") is None
    assert page_after(read, "1.3") == page_after(read, "1.4")  # a page that is not there (any more) is between others
    assert page_before(read, "1.5") == Page("1.3", ("/data/sex",))
    assert page_after(read, "2.1.1") == Page("2.again", (), "/data/child", "/data/child", True)
    assert page_before(read, "3.1") == page_after(read, "2.1.1")
    assert page_after(read, "5.2") is None
    for nonsense in ("x", "1.2.3.4", "١", "-1", "again.x", "1..2"):
        assert page_after(read, nonsense) == page_after(read, "")


def test_a_question_that_opens_behind_her_is_not_passed_by() -> None:
    binds = '<bind nodeset="/data/a" relevant="/data/b = \'yes\'"/>'
    body = '<input ref="/data/a"/><input ref="/data/b"/><input ref="/data/c"/>'
    read = small("<a/><b/><c/>", binds=binds, body=body, answers={"/data/b": "yes", "/data/c": ""})
    assert read.blank.blocks[0].pages == (("/data/a",), ("/data/b", "/data/c"))
    assert page_unseen(read) == Page("1.1", ("/data/a",))
    seen = Filling(read.blank, {**read.answers, "/data/a": ""}, NUMBER, NOW, STARTED)
    assert page_unseen(seen) is None
    closed = Filling(read.blank, {**read.answers, "/data/b": "no"}, NUMBER, NOW, STARTED)
    assert page_unseen(closed) is None


def test_one_more_and_one_less_of_what_is_told_again() -> None:
    answers = {"/data/child[1]/cname": "Ana", "/data/nick": "Sol"}
    for time in range(2, 10):
        answers = one_more(filling(answers), "/data/child")
        answers[f"/data/child[{time}]/cname"] = f"C{time}"
    read = filling(answers)
    assert (read.times("/data/child"), page_after(read, "2.9.2")) == (
        9,
        Page("2.again", (), "/data/child", "/data/child"),
    )
    assert one_more(read, "/data/child") == read.answers
    fewer = filling(one_less(read, "/data/child", 2))
    names = [fewer.value(f"/data/child[{time}]/cname") for time in range(1, 9)]
    assert names == ["Ana", "C3", "C4", "C5", "C6", "C7", "C8", "C9"]
    assert (fewer.times("/data/child"), fewer.value("/data/nick")) == (8, "Sol")
    assert one_less(read, "/data/child", 10) == read.answers
    none = filling(one_less(filling({}), "/data/child", 1))
    assert (none.times("/data/child"), page_after(none, "1.9")) == (0, page_before(none, "3.1"))
    assert b"<child>" not in written(none)
    for said in ("-1", "x", "100", "²"):
        assert filling({"/data/child": said}).times("/data/child") == 1


def test_how_often_a_form_counts() -> None:
    for many, times in {"": 0, "0": 0, "3": 3, "9": 9, "12": 12, "30": 30, "99": 30, "-2": 0}.items():
        read = filling({"/data/many": many})
        assert read.times("/data/loop") == times
        assert "4.again" not in [each.number for each in pages(read)]
    assert filling({"/data/many": "2", "/data/loop": "7"}).times("/data/loop") == 2


def test_a_repeat_that_is_not_asked_is_not_offered() -> None:
    form = {
        "instance": '<q/><r jr:template=""><a/></r>',
        "binds": '<bind nodeset="/data/r" relevant="/data/q = \'yes\'"/>',
        "body": '<input ref="/data/q"/><group ref="/data/r"><label>R</label><repeat nodeset="/data/r">'
        '<input ref="/data/r/a"/></repeat></group>',
    }
    none = small(form["instance"], binds=form["binds"], body=form["body"])
    assert shown(none) == [("1.1", ("q",))]
    yes = small(form["instance"], binds=form["binds"], body=form["body"], answers={"/data/q": "yes"})
    assert shown(yes) == [("1.1", ("q",)), ("2.again", ())]
    told = Filling(yes.blank, one_more(yes, "/data/r"), NUMBER, NOW, STARTED)
    assert shown(told) == [("1.1", ("q",)), ("2.1.1", ("r[1]/a",)), ("2.again", ())]
    gone = Filling(yes.blank, {**told.answers, "/data/r[1]/a": "x", "/data/q": "no"}, NUMBER, NOW, STARTED)
    assert shown(gone) == [("1.1", ("q",))]
    assert b"<r>" not in written(gone)
