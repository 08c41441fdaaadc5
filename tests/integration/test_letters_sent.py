"""The files of a letter, and what its pages are from outside."""

import hashlib
import io
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from amparo.access.reporting.actions.tallies import use_ticket
from amparo.access.reporting.models import Tally, Thread, UsedTicket
from amparo.access.reporting.queries import tickets
from tests.letter_sheet import TEXT, escaped, sent
from tests.letters import WORDS, a_house_for_letters, letter, read_as, solved
from tests.unit.media_made import note

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any) -> Any:
    return a_house_for_letters(cast)


def photo(**exif: str) -> io.BytesIO:
    """A small photo that says where it was taken."""
    made = io.BytesIO()
    told = Image.Exif()
    told[0x010E] = exif.get("said", "CANARIO en Tulcan")
    Image.effect_noise((320, 240), 80).convert("RGB").save(made, "JPEG", exif=told)
    made.seek(0)
    made.name = "IMG_20261124_noche.jpg"
    return made


# Files.


def test_a_photo_arrives_without_what_the_phone_wrote_into_it(house: Any) -> None:
    from amparo.sealing.envelopes import open_sealed
    from amparo.vault.models import SealedFile

    assert len(letter(Client(), TEXT, photo=photo())) == 8
    [said] = read_as(house, "ana")
    [file] = said.files
    assert (file.type, file.name, file.note) == ("image/jpeg", "1.jpg", "")
    box = bytes(SealedFile.objects.get(reference=file.reference).box)
    opened = open_sealed(box, file.seed)[: file.size]
    assert opened.startswith(b"\xff\xd8\xff")
    assert b"CANARIO" not in opened


def test_proof_is_kept_as_it_is_beside_the_clean_one(house: Any) -> None:
    letter(Client(), "", photo=photo(), original="1")
    notes = [(file.note, file.name) for file in read_as(house, "ana")[0].files]
    assert notes == [("", "1.jpg"), ("original", "IMG_20261124_noche.jpg")]


@pytest.mark.parametrize("field", ["voice", "photo"])
def test_a_voice_that_should_be_another_never_goes_as_it_was(house: Any, field: str) -> None:
    """Also where she says that it is proof, and where she chose it in the field of photos."""
    spoken = io.BytesIO(note("wav", "pcm_s16le", seconds=1))
    spoken.name = "nota.wav"
    letter(Client(), TEXT, original="1", disguise="1", **{field: spoken})
    assert [(file.note, file.type) for file in read_as(house, "ana")[0].files] == [("disguised", "audio/mpeg")]


@pytest.mark.parametrize(
    "more", [{"photo": [photo() for _ in range(4)]}, {"photo": [photo(), photo()], "original": "1"}]
)
def test_more_than_three_files_are_refused_in_words(house: Any, more: dict[str, Any]) -> None:
    answer = sent(Client(), **more)
    assert escaped(TEXT) in answer.text
    assert 'role="alert"' in answer.text
    assert not Thread.objects.exists()


# What its sizes tell whoever takes the disk away.


def test_a_large_file_and_a_small_one_are_as_long_where_they_lie(house: Any) -> None:
    """Below 64 KiB a file is filled up to them: inside its envelope there are 65,536 bytes, whatever it was."""
    from amparo.sealing.envelopes import open_sealed
    from amparo.vault.models import SealedFile

    paper = io.BytesIO(b"%PDF-1.4 corto")
    paper.name = "denuncia.pdf"
    letter(Client(), TEXT, photo=[photo(), paper])
    files = read_as(house, "ana")[0].files
    assert files[0].size > 5_000 > files[1].size == 14
    boxes = [bytes(SealedFile.objects.get(reference=file.reference).box) for file in files]
    assert [len(open_sealed(box, file.seed)) for box, file in zip(boxes, files, strict=True)] == [65_536, 65_536]


def test_who_left_out_many_and_who_left_out_nobody_keep_as_much(house: Any, cast: Any) -> None:
    """What is sealed of her choices has 1,024 bytes, so that no length says that she named somebody."""
    from amparo.sealing.envelopes import open_sealed
    from amparo.sealing.keys import case_identity
    from amparo.sealing.wraps import unwrap
    from amparo.vault.models import Wrap

    letter(Client(), TEXT)
    letter(Client(), TEXT, o=["POL", "MIL", "MIG", "MUN"], a=[f"team:{cast.coast.reference}"], hum="outside")
    sizes = []
    for thread in Thread.objects.all():
        wrap = Wrap.objects.get(case_key__ring=thread.ring, reader=house.readers["ana"])
        seed = unwrap(bytes(wrap.box), house.secrets["ana"])
        sizes.append(len(open_sealed(bytes(thread.facts), case_identity(seed))))
    assert sizes == [1_024, 1_024]


# What is on the wire.


@pytest.mark.parametrize("headers", [{"accept-encoding": "gzip"}, {}], ids=["gzip", "plain"])
def test_pages_of_writing_are_never_compressed_and_have_few_sizes(house: Any, headers: dict[str, str]) -> None:
    client = Client(headers=headers)
    page = client.post(f"/{WORDS['letter_write']}", {})
    short, long = (sent(client, t="x", text="a" * length) for length in (1, 900))
    frase = client.post(f"/{WORDS['sentence']}", {"sentence": "hola", "t": solved_ticket()})
    for answer in (page, short, long, frase):
        assert not answer.has_header("Content-Encoding")
        assert answer["Cache-Control"] == "no-store, no-transform"
        assert len(answer.content) % 8_192 == 0
        assert int(answer["Content-Length"]) == len(answer.content)
    assert len(page.content) <= 24_576
    assert len(short.content) == len(long.content)


def solved_ticket() -> str:
    return tickets.new_ticket()


def test_arriving_being_heard_and_being_refused_are_as_long(house: Any) -> None:
    sizes = {len(sent(Client(), **each).content) for each in ({}, {"no_words": "1"}, {"wish": "listen"}, {"text": ""})}
    assert len(sizes) == 1


def test_the_page_to_write_is_light(house: Any, settings: Any) -> None:
    from tests.integration.test_public_pages import weight

    settings.LETTER_SCRIPT = ""
    plain, _ = weight(Client(headers={"accept-encoding": "gzip"}).post(f"/{WORDS['letter_write']}", {}))
    settings.LETTER_SCRIPT = "sha384-x"
    with_script = Client().post(f"/{WORDS['letter_write']}", {})
    assert plain <= 30_000
    assert len(with_script.content) <= 24_576


def test_only_pages_with_the_script_may_load_it(house: Any, settings: Any) -> None:
    settings.LETTER_SCRIPT = "sha384-x"
    page = Client().post(f"/{WORDS['letter_write']}", {})
    policy = page["Content-Security-Policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "connect-src 'self'" in policy
    assert 'src="/s/reporting/letter.js" integrity="sha384-x"' in page.text
    assert "connect-src" not in Client().get("/")["Content-Security-Policy"]
    settings.LETTER_SCRIPT = ""
    page = Client().post(f"/{WORDS['letter_write']}", {})
    assert "connect-src" not in page["Content-Security-Policy"]
    assert "letter.js" not in page.text
    assert "data-readers" not in page.text


def test_a_solved_ticket_counts_as_work_and_a_slow_one_as_waiting() -> None:
    ticket = tickets.new_ticket(now=1_000)
    assert tickets.lane_of(ticket, solved(ticket), now=1_001) == "puzzle"
    assert [tickets.lane_of(ticket, "", now=now) for now in (1_019, 1_020)] == ["early", "waited"]


def test_nothing_here_knows_the_hour(house: Any) -> None:
    letter(Client(), TEXT)
    thread = Thread.objects.get()
    for value in (thread.opened_on, thread.last_on, UsedTicket.objects.get().on, Tally.objects.get().on):
        assert type(value) is date


def test_of_a_used_ticket_a_digest_is_kept_and_not_the_second_that_stands_in_it(house: Any) -> None:
    ticket = tickets.new_ticket(now=1_795_190_400)
    assert ".tot5s0." in ticket, "the second, in figures and letters"
    use_ticket(ticket, date(2026, 11, 20))
    assert UsedTicket.objects.get().check_of == hashlib.sha256(ticket.encode()).hexdigest()


def test_the_addresses_are_words_of_daily_life() -> None:
    from amparo.formats.neutral import telling_words

    assert [word for word in settings.PATHS.values() if telling_words(word)] == []
