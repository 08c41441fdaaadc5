"""What no file of the house may hold: another site, a store on her phone, a call to the outside, a log of who came."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "amparo"
SHOWN = ("html", "css", "svg", "js")
NAMESPACES = ("http://www.w3.org/",)  # names, never fetched
# Whoever talks to the network or starts programs, and why. No other module does.
MAY_REACH_OUT = {
    "config/doctor.py": "it asks whether a port is taken and, until all is installed, whether pip would find a network",
    "config/check.py": "it starts the tools that look at the code",
    "config/bundle.py": "it asks npm for the pinned packages of the one script, and starts what puts it together",
    "config/digest.py": "it hands the one neutral note of the day to the server of mail that the house names",
    "config/prepare.py": "it starts the program beside the server that does what takes long",
    "formats/media/running.py": "it starts the child that cleans what she sends, and ends it",
}
REACHING = {
    "socket", "http.client", "urllib.request", "smtplib", "ftplib", "telnetlib", "requests", "httpx", "aiohttp",
    "subprocess", "asyncio", "django.core.mail", "xmlrpc", "webbrowser",
}  # fmt: skip
STORES = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|caches\.open|openDatabase")


def shown_files() -> Iterator[tuple[str, str]]:
    """Every file that reaches a browser as it stands, with its text."""
    for suffix in SHOWN:
        for path in sorted(PACKAGE.rglob(f"*.{suffix}")):
            yield path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")


def foreign(text: str) -> list[str]:
    """Addresses of other sites that a browser would ask by itself, or that lead away."""
    found = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'<>)]*", text, re.IGNORECASE)
    found += re.findall(r"@import[^;]*", text)
    return [each for each in found if not each.startswith(NAMESPACES)]


def reaching(text: str) -> set[str]:
    """The modules of ``REACHING`` that this text imports."""
    imported = set(re.findall(r"^\s*(?:from|import)\s+([\w.]+)", text, re.MULTILINE))
    return {name for name in REACHING if any(each == name or each.startswith(f"{name}.") for each in imported)} | (
        {"urllib.request"} if re.search(r"^\s*from urllib import .*request", text, re.MULTILINE) else set()
    )


def test_no_page_and_no_style_names_another_site() -> None:
    files = list(shown_files())
    assert len(files) > 30
    assert {name: foreign(text) for name, text in files if foreign(text)} == {}


def test_another_site_is_seen() -> None:
    assert foreign('<script src="//cdn.example.org/a.js">') == ["//cdn.example.org/a.js"]
    assert foreign("body{background:url(https://fonts.example/x.woff)}") == ["https://fonts.example/x.woff"]
    assert foreign('@import "x.css";') == ['@import "x.css"']
    assert foreign('<svg xmlns="http://www.w3.org/2000/svg"> a // b <a href="/lugar">') == []


def test_nothing_is_stored_on_her_phone() -> None:
    setting = []
    for path in sorted(PACKAGE.rglob("*.py")):
        assert not STORES.search(path.read_text(encoding="utf-8")), path
        if ".set_cookie(" in path.read_text(encoding="utf-8"):
            setting.append(path.relative_to(PACKAGE).as_posix())
    assert setting == ["config/login.py"], "only where someone of the team comes in, for her half of an open key"
    for name, text in shown_files():
        assert not STORES.search(text), name
    assert STORES.search("window.localStorage.setItem('a', 1)")


def test_the_house_calls_nobody() -> None:
    """No message, no emergency call, no report leaves by itself: nothing here can reach out."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        reached = reaching(path.read_text(encoding="utf-8"))
        if reached and name not in MAY_REACH_OUT:
            found[name] = reached
    assert found == {}
    for name, why in MAY_REACH_OUT.items():
        assert len(why.split()) > 4
        assert reaching((PACKAGE / name).read_text(encoding="utf-8")), (
            f"{name} no longer reaches out: take it off the list"
        )


def test_whoever_reaches_out_is_seen() -> None:
    assert reaching("import smtplib\n") == {"smtplib"}
    assert reaching("    from urllib.request import urlopen\n") == {"urllib.request"}
    assert reaching("from urllib import request\n") == {"urllib.request"}
    assert reaching("from django.core.mail import send_mail\n") == {"django.core.mail"}
    assert reaching("from urllib.parse import quote\nimport sockets_of_ours\n") == set()


def test_the_server_keeps_no_log_of_who_came() -> None:
    from django.conf import settings

    assert "--no-access-log" in (PACKAGE / "config" / "prepare.py").read_text(encoding="utf-8")
    assert not settings.ADMINS
    assert "mail" not in str(getattr(settings, "LOGGING", "")).lower()
    for name, text in ((path.name, path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))):
        assert "REMOTE_ADDR" not in text, name
        assert "HTTP_USER_AGENT" not in text, name
        assert "X_FORWARDED_FOR" not in text.upper().replace("-", "_"), name


def test_templates_carry_no_style_and_no_event_of_their_own() -> None:
    """The policy of the page would refuse them; better to see it here than on her phone."""
    for name, text in shown_files():
        if name.endswith(".html"):
            assert not re.search(r"\sstyle=|\son(?:click|load|submit|change|input|key\w+|error)=", text), name


FORM = re.compile(r"<form\b(?:\{%[^%]*%\}|\{\{[^}]*\}\}|[^>{])*>.*?</form>", re.DOTALL)
OF_LETTERS = ("access/reporting/", "vault/")


def posted_forms(text: str) -> list[str]:
    """Every form of a template that is sent by POST, whole."""
    return [form for form in FORM.findall(text) if 'method="post"' in form]


def kept_by_a_browser(name: str, text: str) -> list[str]:
    """Forms of hers, and all that hold letters, whose text a browser would write into its files (ADR 0018)."""
    found = []
    for form in posted_forms(text):
        if "{% csrf_token %}" in form and not name.startswith(OF_LETTERS):
            continue
        open_tag = form.partition("ui/_")[0]
        if 'autocomplete="off"' not in open_tag or not re.search(r"ui/_(?:carried|unkept)\.html", form):
            found.append(form[:80])
    return found


def test_no_form_of_hers_is_one_that_a_browser_writes_down() -> None:
    forms = [(name, text) for name, text in shown_files() if posted_forms(text)]
    assert len(forms) > 40
    assert {name: found for name, text in forms if (found := kept_by_a_browser(name, text))} == {}
    carried = (PACKAGE / "commons/ui/templates/ui/_carried.html").read_text(encoding="utf-8")
    assert '{% include "ui/_unkept.html" %}' in carried


def test_a_form_that_would_be_written_down_is_seen() -> None:
    bare = '<form method="post" autocomplete="off"><input name="t"></form>'
    assert kept_by_a_browser("access/health/a.html", bare)
    assert kept_by_a_browser("vault/a.html", bare.replace("<input", "{% csrf_token %}<input"))
    assert not kept_by_a_browser("commons/places/a.html", bare.replace("<input", "{% csrf_token %}<input"))
    right = bare.replace("<input", '{% include "ui/_unkept.html" %}<input')
    assert not kept_by_a_browser("access/health/a.html", right)
    assert kept_by_a_browser("access/health/a.html", right.replace(' autocomplete="off"', ""))


def test_the_catalogue_of_django_admin_is_not_here() -> None:
    """The admin walks through every wall."""
    from django.conf import settings

    assert not [app for app in settings.INSTALLED_APPS if "admin" in app]


# Where packages are fetched from is for pip to say; put together here, so that this file does not name them either.
PACKAGE_HOSTS = re.compile("|".join(re.escape(".".join(parts)) for parts in (("pypi", "org"), ("npmjs", "org"))))


def test_no_file_names_a_package_host() -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    files = [ROOT / name for name in kept if name] or sorted(PACKAGE.rglob("*.py"))
    assert PACKAGE_HOSTS.search("https://" + "pypi" + ".org/simple")
    assert len(files) > 200
    named = [path for path in files if path.is_file() and PACKAGE_HOSTS.search(path.read_text("utf-8", "ignore"))]
    assert named == []
