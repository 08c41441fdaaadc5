"""The word catalogues: one English word that means two things is two messages, and each has words of its own."""

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
