"""Totals of another house, several people at the same moment: a file comes in once, and a word is given once."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.gates import at_gate, opened
from tests.own_house import own_house

EACH = 3  # in each of two programs, so many at once
GATES = {"bring": "2026-Q1", "newer": "2026-Q2", "say": "2026-Q3", "instead": "2026-Q4"}
"""What people meet for, and of which quarter these totals are."""
SAID_ONCE = "Ya tiene su palabra. La palabra se da una vez."
OTHER_ONES = "Las cifras ya son otras. Míralas otra vez."


def her(name: str) -> Any:
    from amparo.commons.accounts.models import User

    return User.objects.get(sign_in_name=name)


def lay(folder: str) -> None:
    """An agreement by which theirs come; files of theirs in a folder; two of them are here."""
    from tests.between import coming, make_between
    from tests.cast import make_cast
    from tests.letters import with_open_key
    from tests.totals import from_them, theirs_would

    found = coming(make_between(make_cast()))
    for name, many in {"bring": 1, "newer": 2 * EACH, "say": 1, "instead": 3}.items():
        for number in range(many):
            data, _mark, _told = from_them(found, theirs_would(period=GATES[name]))
            (Path(folder) / f"{name}{number}").write_bytes(data)
    for file in ("say0", "instead0"):
        bring(Path(folder) / file, with_open_key(her("diana")))


def bring(file: Path, by: Any) -> str:
    from amparo.doors.exchange.models import Partnership
    from amparo.doors.release.actions.theirs import bring_theirs
    from amparo.formats.passing.documents import mark_of
    from tests.between import TODAY

    data = file.read_bytes()
    bring_theirs(Partnership.objects.get(), data, heard=mark_of(data), by=by, today=TODAY)
    return "here"


def of(what: str) -> Any:
    from amparo.doors.release.models import Theirs

    return Theirs.objects.filter(period=GATES[what])


def word(theirs: Any, said: str, who: str) -> str:
    from amparo.doors.release.actions.theirs import say
    from tests.between import TODAY

    why = "" if said == "yes" else "too_fine"
    done = say(theirs, said=said, seen=theirs.looked_at, apart=True, by=her(who), today=TODAY, why=why)
    return str(done.said)


def meet(folder: str, gate: str, who: str, place: int) -> dict[str, list[str]]:
    """Diana opens in both programs; one who checks says yes in one of them, and the other one no."""
    from tests.letters import with_open_key

    diana, files, old = with_open_key(her("diana")), Path(folder), of("instead").get()
    acts = {
        "bring": lambda _number: bring(files / "bring0", diana),
        "newer": lambda number: bring(files / f"newer{EACH * place + number}", diana),
        "say": lambda _number: word(of("say").get(), "yes" if place else "no", who),
        "instead": lambda number: word(old, "yes", who) if number else bring(files / f"instead{1 + place}", diana),
    }
    return {what: at_gate(gate, what, who, acts[what], EACH) for what in GATES}


def left() -> dict[str, Any]:
    """The words that were said, for each gate, and what the trail tells."""
    from amparo.commons.audit.models import Act

    verbs = Counter(Act.objects.using("evidence").values_list("verb", flat=True))
    return {what: sorted(of(what).values_list("said", flat=True)) for what in GATES} | {"verbs": verbs}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Counter[str]], dict[str, Any]]:
    """What was told at each gate, how often; and what was left."""
    folder, gate = str(tmp_path_factory.mktemp("files")), tmp_path_factory.mktemp("gates") / "gate"
    with own_house(tmp_path_factory.mktemp("house")) as house:
        house.run(lay, folder)
        programs = [house.start(meet, folder, str(gate), who, n) for n, who in enumerate(("elena", "fabia"))]
        parts = opened(gate, list(GATES), programs, {})
        told = {what: Counter(each for part in parts for each in part[what]) for what in GATES}
        return told, house.run(left)


def test_a_file_brought_six_times_comes_in_once(found: Any) -> None:
    told, stands = found
    assert told["bring"] == {"here": 1, "twice": 5}
    assert stands["bring"] == [""]


def test_of_six_files_of_one_quarter_one_waits(found: Any) -> None:
    """Each is another file, so each comes in, and takes the place of the one before."""
    told, stands = found
    assert told["newer"] == {"here": 6}
    assert stands["newer"] == [""]


def test_of_six_who_give_the_word_one_does(found: Any) -> None:
    told, stands = found
    (word_,) = stands["say"]
    assert told["say"] == {word_: 1, SAID_ONCE: 5}


def test_a_word_is_to_what_was_looked_at_or_is_none(found: Any) -> None:
    """A newer file comes while somebody says yes to the older one: that one is gone, or has its word and stays."""
    told, stands = found
    yes = told["instead"]["yes"]
    assert yes <= 1
    assert told["instead"]["here"] == 2
    assert told["instead"][SAID_ONCE if yes else OTHER_ONES] == 4 - yes
    assert stands["instead"] == ["", "yes"][: 1 + yes], "the newest one waits"


def test_the_trail_has_a_line_for_what_was_done_and_none_for_what_was_not(found: Any) -> None:
    told, stands = found
    assert stands["verbs"]["totals.brought"] == 2 + 1 + 6 + 2
    assert stands["verbs"]["totals.said"] == 1 + told["instead"]["yes"]
