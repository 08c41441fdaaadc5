"""The script of the letter: built the same twice, small, without addresses; and it seals as the house does.

What it makes is opened by another program, pyrage or the house, and the other way round. Needs Node; without it the
tests are named and left out, as the script is.
"""

import base64
import gzip
import hashlib
import io
import json
import re
import secrets
import shutil
import struct
import wave
from pathlib import Path

import pyrage
import pytest

from amparo.config import bundle
from amparo.sealing import messages, padding
from amparo.sealing.envelopes import open_sealed, seal
from amparo.sealing.keys import case_identity, case_recipient, derive, identity_of, recipient_of
from tests.script import Call, needs_node, put_together

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "browser").rglob("*.js"))
MOST_BYTES = 65_000  # on the wire, with gzip
SECRET, SEED = bytes(range(32)), bytes(range(100, 132))
FORBIDDEN = re.compile(
    r"localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\b|serviceWorker|innerHTML|outerHTML|"
    r"insertAdjacentHTML|document\.write|\beval\b|new Function|pushState|replaceState|sendBeacon|WebSocket|"
    r"createObjectURL|\.download\b|console\.|https?:|Math\.random|WebAssembly|\bWorker\("
)
HOST = re.compile(r"https?:|\b[a-z0-9-]+\.(?:com|org|net|io|dev)\b|\"resolved\"|\"funding\"")


@pytest.fixture(scope="module")
def js(tmp_path_factory: pytest.TempPathFactory) -> Call:
    return put_together(tmp_path_factory.mktemp("js"))


def pattern(size: int) -> bytes:
    """The same bytes as in run.mjs: byte n is n times 31 modulo 251."""
    return (bytes(n * 31 % 251 for n in range(251)) * (size // 251 + 1))[:size]


def test_no_source_keeps_tells_or_guesses_anything() -> None:
    assert len(SOURCES) >= 14
    assert {path.name: FORBIDDEN.findall(path.read_text("utf-8")) for path in SOURCES} == {
        path.name: [] for path in SOURCES
    }
    for planted in (
        "localStorage.x = 1",
        "list.innerHTML = text",
        "eval(text)",
        "history.pushState()",
        "Math.random()",
    ):
        assert FORBIDDEN.search(planted), planted


def test_no_source_is_longer_than_a_person_reads() -> None:
    assert [path.name for path in SOURCES if path.read_text("utf-8").count("\n") > 300] == []


def test_the_list_of_packages_pins_each_and_names_no_host() -> None:
    lock = (ROOT / "package-lock.json").read_text("utf-8")
    assert HOST.findall(lock) == []
    assert HOST.findall((ROOT / ".npmrc").read_text("utf-8") + (ROOT / "package.json").read_text("utf-8")) == []
    assert HOST.search('"resolved": "x"')
    assert HOST.search("registry.example.org/a.tgz")
    packages = json.loads(lock)["packages"]
    assert all(each.get("integrity", "").startswith("sha512-") for name, each in packages.items() if name)
    assert not any(each.get("hasInstallScript") for name, each in packages.items() if not name.endswith("/esbuild"))
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert packages[f"node_modules/{name}"]["version"] == version


@needs_node
def test_the_script_is_small_and_names_no_address() -> None:
    made = bundle.BUNDLE.read_bytes()
    assert len(gzip.compress(made, 9)) <= MOST_BYTES
    text = made.decode("ascii")
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|\beval\(|https?:", text)
    assert "mlkem" not in re.sub(r'"[^"]*"', "", text).lower()  # only the names of what is refused are left
    for part in ("age Authors", "MIT License", "Apache-2.0"):
        assert part in text


@needs_node
def test_the_same_sources_give_the_same_bytes() -> None:
    first, lines = bundle.BUNDLE.read_bytes(), bundle.DIGEST.read_text("utf-8").split()
    bundle.bundle()
    assert bundle.BUNDLE.read_bytes() == first
    assert bundle.digest() == hashlib.sha256(first).hexdigest() == lines[0]
    assert bundle.integrity() == "sha384-" + base64.b64encode(hashlib.sha384(first).digest()).decode()


@needs_node
def test_a_script_that_was_changed_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, said = tmp_path / "letter.js", tmp_path / "letter.digest"
    shutil.copyfile(bundle.BUNDLE, copy)
    shutil.copyfile(bundle.DIGEST, said)
    monkeypatch.setattr(bundle, "BUNDLE", copy)
    monkeypatch.setattr(bundle, "DIGEST", said)
    assert bundle.is_built()
    copy.write_bytes(copy.read_bytes() + b"//")
    assert (bundle.is_built(), bundle.digest(), bundle.integrity()) == (False, "", "")


def test_without_node_it_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bundle, "BUNDLE", tmp_path / "letter.js")
    monkeypatch.setattr(bundle, "DIGEST", tmp_path / "letter.digest")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bundle.build() is False
    assert "Node is not on this computer. So letters are sealed here" in capsys.readouterr().err
    assert bundle.build(quiet=True) is False
    assert capsys.readouterr().err == ""


@needs_node
def test_it_knows_itself_before_it_takes_over(js: Call) -> None:
    assert js({"do": "works"}) == [True]


@needs_node
@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 10_000_000])
def test_envelopes_open_on_both_sides(js: Call, tmp_path: Path, size: int) -> None:
    out, back = tmp_path / "out.age", tmp_path / "back.age"
    content = pattern(size)
    back.write_bytes(pyrage.encrypt(content, [identity_of(bytes(32)).to_public(), identity_of(SECRET).to_public()]))
    _, opened, other = js(
        {"do": "seal", "size": size, "recipient": recipient_of(SECRET), "path": str(out)},
        {"do": "open", "path": str(back), "secret": SECRET.hex()},
        {"do": "open", "path": str(back), "secret": SEED.hex()},
    )
    assert pyrage.decrypt(out.read_bytes(), [identity_of(SECRET)]) == content
    assert opened == {"size": size, "digest": hashlib.sha256(content).hexdigest()}
    assert other == {"error": "closed"}
    changed = bytearray(out.read_bytes())
    changed[-1] ^= 1
    out.write_bytes(changed)
    assert js({"do": "open", "path": str(out), "secret": SECRET.hex()}) == [{"error": "closed"}]


@needs_node
def test_keys_are_those_of_the_house(js: Call) -> None:
    labels = ["amparo/case/v1/age", "amparo/receipt/v1/lookup"]
    answers = js(
        *({"do": "derive", "key": SEED.hex(), "label": label} for label in labels),
        {"do": "recipient", "secret": SECRET.hex()},
        {"do": "caseRecipient", "seed": SEED.hex()},
    )
    assert answers[:2] == [derive(SEED, label).hex() for label in labels]
    assert answers[2:] == [recipient_of(SECRET), case_recipient(SEED)]
    good = recipient_of(SECRET)
    texts = [good, good[:-1], good.upper(), "age1pq1" + "q" * 1900, "age1tag1" + "q" * 54, good.replace("age1", "ssh ")]
    assert js({"do": "isRecipient", "texts": texts}) == [[True, False, False, False, False, False]]


@needs_node
def test_filling_up_by_hand_and_as_the_house_does(js: Call) -> None:
    by_hand = {4096: 4096, 4097: 4352, 4352: 4352, 4353: 4608, 65_536: 65_536, 65_537: 67_584, 10_000_000: 10_223_616}
    lengths = [*by_hand, *range(1, 300), *(secrets.randbelow(20_000_000) for _ in range(200))]
    (got,) = js({"do": "padme", "lengths": lengths})
    assert got[: len(by_hand)] == list(by_hand.values())
    assert got == [padding.padme(length) for length in lengths]
    (filled,) = js({"do": "padded", "text": "ñ", "floor": 16})
    assert bytes.fromhex(filled) == struct.pack(">I", 2) + "ñ".encode() + bytes(10)


@needs_node
def test_messages_files_facts_and_wraps_are_those_of_the_house(js: Call, tmp_path: Path) -> None:
    paths = {name: str(tmp_path / name) for name in ("file", "message", "facts", "answer")}
    Path(paths["answer"]).write_bytes(
        seal(messages.written(messages.Message("Ñandú 🌽", "lawyer")), [case_recipient(SEED)])
    )
    line, wrap, answer = js(
        {"do": "file", "size": 70_001, "path": paths["file"], "note": ""},
        {"do": "wrap", "seed": SEED.hex(), "recipient": recipient_of(SECRET)},
        {"do": "openMessage", "path": paths["answer"], "seed": SEED.hex()},
    )
    assert answer == {"text": "Ñandú 🌽", "role": "lawyer", "files": 0}
    assert open_sealed(base64.b64decode(wrap), SECRET) == SEED
    facts = {"v": 1, "excluded": ["aa"], "about": [], "complaint": "house"}
    ours = base64.b64encode(seal(SEED, [recipient_of(SECRET)])).decode()
    *_, back = js(
        {"do": "message", "text": "hola 🌽", "files": [line], "seed": SEED.hex(), "path": paths["message"]},
        {"do": "facts", "facts": facts, "seed": SEED.hex(), "path": paths["facts"]},
        {"do": "unwrap", "wrap": ours, "secret": SECRET.hex()},
    )
    assert bytes.fromhex(back) == SEED
    message = messages.read(open_sealed(Path(paths["message"]).read_bytes(), case_identity(SEED)))
    assert message.text == "hola 🌽"
    (file,) = message.files
    assert (file.reference, file.size) == (line["ref"], 70_001)
    assert set(line) == {"ref", "seed", "name", "type", "size", "cleaned", "note"}
    assert open_sealed(Path(paths["file"]).read_bytes(), file.seed) == padding.padded_file(pattern(70_001))
    filled = open_sealed(Path(paths["facts"]).read_bytes(), case_identity(SEED))
    assert (json.loads(padding.unpadded(filled)), len(filled)) == (facts, 1024)


@needs_node
def test_sizes_tell_the_class_only(js: Call, tmp_path: Path) -> None:
    """A word and a page of text weigh the same, to the byte."""
    sizes = set()
    for number, text in enumerate(("no", "x" * 4000, "ñ" * 1900)):
        path = tmp_path / str(number)
        js({"do": "message", "text": text, "files": [], "seed": SEED.hex(), "path": str(path)})
        sizes.add(path.stat().st_size)
    assert len(sizes) == 1


@needs_node
def test_the_ticket_is_the_smallest_answer(js: Call) -> None:
    for ticket, bits in (("abc", 17), ("t" * 130, 12), ("ñ", 9), ("x", 0)):
        answer = 0
        while int.from_bytes(hashlib.sha256(f"{ticket}:{answer}".encode()).digest(), "big") >> (256 - bits):
            answer += 1
        assert js({"do": "solve", "ticket": ticket, "bits": bits}) == [answer], ticket


@needs_node
def test_the_vectors_of_the_age_community(js: Call) -> None:
    """Every one for X25519 in binary form as it should be; every other kind is refused, and never opened wrongly."""
    (vectors,) = js({"do": "vectors"})
    assert len(vectors) == 143
    ours = [each for each in vectors if each["kind"] == "x25519" and not each["armored"]]
    assert len(ours) == 66
    wrong = [each for each in ours if (each["opened"] == "right") != (each["expect"] == "success")]
    assert wrong == []
    assert sum(each["opened"] == "right" for each in ours) == 14
    assert {each["opened"] for each in vectors if each not in ours} == {"no"}


@needs_node
def test_two_places_are_two_and_all_come(js: Call) -> None:
    drawn = [[a, b] for a in range(8) for b in range(7)]
    places = js(*({"do": "two", "drawn": each} for each in drawn))
    assert all(1 <= first < second <= 8 for first, second in places)
    assert len({tuple(each) for each in places}) == 28


@needs_node
@pytest.mark.parametrize(("tone", "goes"), [(110, (1.13, 1.26)), (240, (0.80, 0.89))])
@pytest.mark.parametrize("chance", [0.05, 0.5, 0.95])
def test_another_voice_goes_towards_the_middle(
    js: Call, tmp_path: Path, tone: int, goes: tuple[float, float], chance: float
) -> None:
    """A low voice goes up and a high one down, by as much as the house moves it, and it lasts as long as before."""
    path = tmp_path / "voice.wav"
    chances = [chance, 0.3, 0.7, 1 - chance, 0.5]
    (told,) = js({"do": "voice", "chances": chances, "tone": tone, "seconds": 4, "path": str(path)})
    assert told["pitch"] == pytest.approx(tone, rel=0.03)
    least, most = goes
    assert tone * least * 0.95 - 35 < told["after"] < tone * most * 1.05 + 35
    assert (told["after"] > tone * 1.02) if tone < 175 else (told["after"] < tone * 0.98)
    assert told["left"] is False
    with wave.open(io.BytesIO(path.read_bytes())) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 16_000)
        frames = struct.unpack(f"<{sound.getnframes()}h", sound.readframes(sound.getnframes()))
    assert len(frames) == 64_000
    assert 3_000 < max(frames[16_000:48_000]) < 32_767


@needs_node
def test_no_single_number_undoes_another_voice(js: Call) -> None:
    """What is drawn is as wide as in the house, and three things are drawn besides the height."""
    edges = [[0.0] * 9, [1.0] * 9]
    low, high = js(*({"do": "drawn", "pitch": 100, "chances": each} for each in edges))
    assert (low["factor"], high["factor"]) == (1.13, 1.26)
    assert (low["shift"], high["shift"]) == (-18, 35)
    assert low["bands"] == [[250, -5], [800, -5], [2200, -5]]
    assert high["bands"] == [[500, 5], [1600, 5], [3800, 5]]
    (down,) = js({"do": "drawn", "pitch": 250, "chances": [0.0] * 9})
    assert down["factor"] == 0.8
