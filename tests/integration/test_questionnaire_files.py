"""Pictures and sounds of a form: named by it, made anew, within limits, and never changed after a signature."""

import io
from hashlib import md5
from typing import Any

import pytest
from django.utils import translation
from PIL import Image

from amparo.commons.policy.policies import Denied
from amparo.commons.policy.uploads import TOO_MANY
from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.forms import files as forms
from amparo.fieldwork.models import Media, Version
from amparo.fieldwork.queries.instruments import faults_of, signed_digest
from amparo.formats.media import Cleaned, NotTaken
from amparo.formats.openrosa.named import named
from tests.desk import last_number, verbs_since
from tests.questionnaires import TODAY, at, form_bytes, leda, make_version, next_bytes, people, stands, text_of, upload
from tests.unit.form_made import GOOD

__all__ = ["leda", "people", "stands"]

pytestmark = pytest.mark.django_db
FILES = ("casa.png", "voz.mp3", "río uno.jpg")
WITH_FILES = "".join(
    f'<value form="{"audio" if name.endswith("mp3") else "image"}">'
    f"jr://{'audio' if name.endswith('mp3') else 'images'}/{name}</value>"
    for name in FILES
)


def with_files() -> bytes:
    """A form whose consent shows a house, a river, and plays a voice."""
    plain = form_bytes()
    first = plain.index(b"</value></text>") + len(b"</value>")
    return plain[:first] + WITH_FILES.encode() + plain[first:]


@pytest.fixture
def version(people: dict[str, Any]) -> Version:
    return make_version(people["leda"], xml=with_files())


def picture(kind: str, **more: Any) -> bytes:
    """A picture with the place where it was taken in it."""
    into = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Tulcan, casa de Ema de ejemplo"
    Image.new("RGB", (40, 30), (200, 30, 90)).save(into, kind, exif=exif, **more)
    return into.getvalue()


def brings(browser: Any, version: Version, *files: Any) -> Any:
    return browser.post(at("questionnaire_files", version.reference), {"file": list(files)})


def test_what_is_missing_is_listed_by_name_and_blocks_the_signature(
    leda: Any, people: dict[str, Any], version: Version
) -> None:
    told = text_of(leda.get(at("questionnaire_files", version.reference)))
    assert "casa.png río uno.jpg voz.mp3" in told.replace("voz.mp3 río uno.jpg", "río uno.jpg voz.mp3")
    assert [each.facts["file"] for each in faults_of(version)] == sorted(FILES, key=FILES.index)
    assert "Falta el archivo «voz.mp3», que el cuestionario muestra o hace sonar." in text_of(
        leda.get(at("questionnaire", version.reference))
    )
    with pytest.raises(Denied):
        actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)


def test_a_picture_is_made_anew_and_kept_with_the_digest_that_phones_compare(leda: Any, version: Version) -> None:
    before, seen = last_number(), signed_digest(version)
    answer = brings(leda, version, upload(picture("PNG"), "casa.png"), upload(picture("JPEG"), "río uno.jpg"))
    assert answer.status_code == 302
    assert verbs_since(before) == ["media.added", "media.added"]
    kept = {each.name: bytes(each.content) for each in Media.objects.all()}
    assert set(kept) == {"casa.png", "río uno.jpg"}
    for media in Media.objects.all():
        assert media.digest == md5(bytes(media.content), usedforsecurity=False).hexdigest()
        assert b"Tulcan" not in bytes(media.content), "nothing of where it was taken goes to the phones"
        assert b"Exif" not in bytes(media.content)
        assert Image.open(io.BytesIO(bytes(media.content))).size == (40, 30)
    assert [each.facts["file"] for each in faults_of(version)] == ["voz.mp3"]
    assert signed_digest(version) != seen, "a signature is under the pictures too"
    told = text_of(leda.get(at("questionnaire_files", version.reference)))
    assert "Ya están aquí 2 archivos." in told
    one = leda.get(at("questionnaire_file", version.reference, "casa.png"))
    assert (one["Content-Type"], one.content) == ("image/png", kept["casa.png"])
    assert leda.get(at("questionnaire_file", version.reference, "río uno.jpg"))["Content-Type"].startswith("image/")
    assert one["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert one["X-Content-Type-Options"] == "nosniff"
    again = brings(leda, version, upload(picture("PNG", compress_level=0), "casa.png"))
    assert (again.status_code, Media.objects.count()) == (302, 2), "brought again it takes the place of the first"


@pytest.mark.parametrize(("data", "name", "said"), [
    (picture("PNG"), "otra.png", "El formulario no nombra ningún archivo «otra.png»."),
    (picture("PNG"), "Casa.png", "no nombra ningún archivo «Casa.png»"),
    (picture("JPEG"), "casa.png", "«casa.png» no se puede leer como lo que dice su nombre."),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "casa.png", "no se puede leer"),
    (b"<html>", "río uno.jpg", "no se puede leer"),
    (b"0" * 2_000_001, "casa.png", "«casa.png» pesa más de 2 MB."),
    (b"", "casa.png", "«casa.png» está vacío."),
])  # fmt: skip
def test_what_does_not_fit_is_said_and_not_kept(leda: Any, version: Version, data: bytes, name: str, said: str) -> None:
    before = last_number()
    assert said in text_of(brings(leda, version, upload(data, name)))
    assert (Media.objects.count(), last_number()) == (0, before)


def test_of_several_those_that_fit_are_kept_only_when_all_do(leda: Any, version: Version) -> None:
    """A page that half worked would leave an author guessing: nothing is kept, and the fault is said."""
    answer = brings(leda, version, upload(picture("PNG"), "casa.png"), upload(b"no", "voz.mp3"))
    assert "«voz.mp3» no se puede leer" in text_of(answer)
    assert not Media.objects.exists()
    assert "Elige el archivo." in text_of(leda.post(at("questionnaire_files", version.reference), {}))


def test_all_files_of_a_form_together_have_a_limit(
    monkeypatch: pytest.MonkeyPatch, leda: Any, people: dict[str, Any], version: Version
) -> None:
    whole = picture("PNG", compress_level=0)
    monkeypatch.setattr(forms, "TOGETHER", len(whole))
    monkeypatch.setattr(forms, "clean", lambda data, wanted: Cleaned(data, "image/png", "png", ""))
    actions.add_media(version, name="voz.mp3", content=b"0", digest="0" * 32, by=people["leda"])
    assert "pesan más de 20 MB entre todos" in text_of(brings(leda, version, upload(whole, "casa.png")))
    assert Media.objects.count() == 1


@pytest.mark.parametrize(("kind", "said"), [
    ("unavailable", "Esta casa no puede rehacer archivos"), ("busy", "Prueba otra vez en un momento."),
    ("too_long", "«casa.png» dura más de tres minutos."), ("took_too_long", "no se puede leer"),
])  # fmt: skip
def test_why_a_file_was_not_made_anew_is_said(
    monkeypatch: pytest.MonkeyPatch, leda: Any, version: Version, kind: str, said: str
) -> None:
    def refuse(_data: bytes, *, wanted: str) -> Cleaned:
        raise NotTaken(kind)

    monkeypatch.setattr(forms, "clean", refuse)
    assert said in text_of(brings(leda, version, upload(picture("PNG"), "casa.png")))


def test_too_many_at_a_time_are_told(version: Version) -> None:
    with translation.override("en"):
        form = forms.FilesForm({}, {}, meta={TOO_MANY: True})
        assert not form.is_valid()
        assert "at most six files at a time" in str(form.errors["file"])
    assert forms.type_of(b"MZ whatever") == "application/octet-stream"


def test_files_go_along_with_the_next_version_and_go_with_their_names(people: dict[str, Any], version: Version) -> None:
    for name in FILES:
        actions.add_media(version, name=name, content=name.encode(), digest="0" * 32, by=people["leda"])
    actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)
    same = actions.Brought(b"x", "x.xml", named(with_files(), form_id="cuaderno", version="2"))
    row = actions.write_version(version.instrument, same, by=people["leda"])
    assert {each.name: bytes(each.content) for each in row.media.all()} == {name: name.encode() for name in FILES}
    actions.write_version(version.instrument, next_bytes(row, *GOOD), by=people["leda"])
    assert not row.media.exists()
    assert version.media.count() == len(FILES), "the signed one keeps its own"


def test_a_form_without_files_says_so(leda: Any, people: dict[str, Any]) -> None:
    plain = make_version(people["leda"], key="otro")
    assert "Este formulario no nombra ningún archivo." in text_of(leda.get(at("questionnaire_files", plain.reference)))
