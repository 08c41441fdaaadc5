"""The word catalogues: one English word that means two things is two messages, and each has words of its own."""

import re

import pytest
from babel.messages.pofile import read_po

from amparo.config import words

PAGE = '{% trans "Changed" context "a passphrase" %}{% trans "Papers" %}\n'
CODE = 'one = pgettext("a record", "Changed")\nsome = npgettext("doors", "%(n)s is open", "%(n)s are open", n)\n'


def small_house(folder, monkeypatch):
    """Two files that say the same English word about two things, and empty catalogues."""
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "page.py").write_text(CODE, encoding="utf-8")
    monkeypatch.setattr(words, "PACKAGE", folder)
    read_here = words.gather
    monkeypatch.setattr(words, "gather", lambda: read_here(folder))


def test_what_a_message_is_about_is_gathered_with_it(tmp_path, monkeypatch):
    small_house(tmp_path, monkeypatch)
    assert sorted(words.gather(), key=str) == [
        ("page.html", "Changed", "a passphrase"),
        ("page.html", "Papers", None),
        ("page.py", "Changed", "a record"),
        ("page.py", ("%(n)s is open", "%(n)s are open"), "doors"),
    ]


def test_both_meanings_stand_in_the_catalogue_and_both_wait_for_words(tmp_path, monkeypatch):
    small_house(tmp_path, monkeypatch)
    assert words.update() == {"es": 4, "pt": 4}
    with words.catalogue_path("es").open("rb") as file:
        catalogue = read_po(file, locale="es")
    assert {message.context for message in catalogue if message.id == "Changed"} == {"a passphrase", "a record"}
    waiting = [each for each in words.missing() if each.startswith("es")]
    assert len(waiting) == 4
    assert waiting.count("es: no words yet for “Changed”.") == 2


def test_words_for_one_meaning_are_not_words_for_the_other(tmp_path, monkeypatch):
    small_house(tmp_path, monkeypatch)
    words.update()
    path = words.catalogue_path("es")
    text = path.read_text(encoding="utf-8")
    before = 'msgctxt "a record"\nmsgid "Changed"\nmsgstr ""'
    assert before in text
    path.write_text(text.replace(before, before[:-2] + '"Cambios hechos"'), encoding="utf-8")
    about_changed = [each for each in words.missing() if each.startswith("es") and "“Changed”" in each]
    assert about_changed == ["es: no words yet for “Changed”."]


def test_a_number_that_the_plural_alone_gets_wrong_is_seen(tmp_path, monkeypatch):
    """The page of five doors would break, and the page of one would not."""
    small_house(tmp_path, monkeypatch)
    words.update()
    path = words.catalogue_path("es")
    text = path.read_text(encoding="utf-8")
    waits = 'msgstr[0] ""\nmsgstr[1] ""'
    assert waits in text
    path.write_text(
        text.replace(waits, 'msgstr[0] "%(n)s está abierta"\nmsgstr[1] "%(m)s están abiertas"'), encoding="utf-8"
    )
    said = [each for each in words.missing() if each.startswith("es") and "open" in each]
    assert said == ["es: “%(n)s are open” and its translation do not name the same things."]


LONGER = '{% trans "A place for tonight" %}{% trans "Tel. number 1" %}{% trans "No" %}\n'
PLURAL = 'n = ngettext("%(n)s step was left out", "%(n)s steps were left out", n)\n'


def test_a_long_translation_that_is_only_a_copy_is_seen_and_a_short_one_is_not(tmp_path, monkeypatch):
    """Over twelve letters nobody writes the same in two languages; also where only the plural was forgotten."""
    small_house(tmp_path, monkeypatch)
    (tmp_path / "page.html").write_text(LONGER, encoding="utf-8")
    (tmp_path / "page.py").write_text(PLURAL, encoding="utf-8")
    words.update()
    path = words.catalogue_path("es")
    text = path.read_text(encoding="utf-8")
    for source in ("A place for tonight", "Tel. number 1", "No"):
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{source}"')
    waits = 'msgstr[0] ""\nmsgstr[1] ""'
    copied = 'msgstr[0] "Faltó %(n)s paso"\nmsgstr[1] "%(n)s steps were left out"'
    path.write_text(text.replace(waits, copied), encoding="utf-8")
    assert [each for each in words.missing() if each.startswith("es")] == [
        "es: “%(n)s steps were left out” is the same as its source.",
        "es: “A place for tonight” is the same as its source.",
        "es: “Tel. number 1” is the same as its source.",
    ]
    monkeypatch.setattr(words, "SAME", frozenset({"Tel. number 1"}))
    assert "es: “Tel. number 1” is the same as its source." not in words.missing()


def test_the_catalogues_of_the_house_have_no_copy_and_only_listed_words_stay_the_same():
    assert [each for each in words.missing() if "same as its source" in each] == []
    assert words.LONG == 12


SAME_EVERYWHERE = {"Tel"}
READ_ALOUD = re.compile(r'\s(?:alt|title|placeholder|aria-label)="([^"]*)"')


def words_outside_the_catalogue(text):
    """Words of a template that stand there as they are, in its text or in what a screen reader says."""
    text = re.sub(
        r"{#.*?#}|{% blocktrans\b.*?{% endblocktrans %}|{% comment %}.*?{% endcomment %}", "", text, flags=re.S
    )
    text = re.sub(r"{% block room_class %}\w+{% endblock %}", "", text)  # the name of a colour, not a word of the page
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    said = " ".join(READ_ALOUD.findall(text))
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r'[\w-]+="[^"]*"', "", re.sub(r"<[^>]*>", " ", text))
    return [word for word in re.findall(r"[^\W\d_]{2,}", f"{text} {said}") if word not in SAME_EVERYWHERE]


def test_no_page_says_a_word_that_nobody_can_translate():
    templates = sorted(words.PACKAGE.rglob("templates/**/*.html"))
    assert len(templates) > 50
    found = {
        path.name: outside for path in templates if (outside := words_outside_the_catalogue(path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>{% trans 'Papers' %} {{ name }}</p>", []),
        ("<p>Papers</p>", ["Papers"]),
        ('<img alt="A house" src="/s/a.png">', ["house"]),
        ('<a title="{{ refusal }}" class="quiet">{# a note #}</a>', []),
        ("{% blocktrans trimmed %}It tells: {{ them }}.{% endblocktrans %} y más", ["más"]),
    ],
)
def test_a_word_outside_the_catalogue_is_seen(text, found):
    assert words_outside_the_catalogue(text) == found
