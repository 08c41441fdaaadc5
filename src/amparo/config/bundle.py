"""The one script of the house: how it is built from ``browser/``, and whether it is there.

It is not kept in the tree: ``./amparo`` makes it from packages pinned by their digests, when Node is on the computer.
The same sources give the same bytes, so anybody can make it again and compare the digest. Where Node or the network
is missing nothing breaks: her page seals on the server then, and says so.
"""

import hashlib
import shutil
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCES, WITHOUT = ROOT / "browser", "./browser/without/keys.js"
BUNDLE = ROOT / "src/amparo/access/reporting/static/reporting/letter.js"
DIGEST = BUNDLE.with_suffix(".digest")
LOCK, MODULES = ROOT / "package-lock.json", ROOT / "node_modules"
INSTALLED = MODULES / ".installed-lock.json"  # the list as it was when all of it was installed
OLDEST_NODE = 18
MOST_SECONDS = 300
# A house without a network opens at once: nothing is tried twice.
FETCH = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline",
         "--fetch-retries=0")  # fmt: skip
INSIDE = ("age-encryption", "@noble/ciphers", "@noble/curves", "@noble/hashes", "@scure/base")
# Kinds of keys that the house does not use stay out of the bundle: browser/without/keys.js says so where they were.
LEFT_OUT = ("@noble/post-quantum/hybrid.js", "@noble/curves/nist.js", "@noble/hashes/scrypt.js")
OPTIONS = (
    "browser/main.js", "--bundle", "--minify", "--format=iife", "--target=es2020", "--charset=ascii",
    "--legal-comments=none", "--log-level=warning",
    *(f"--alias:{package}={WITHOUT}" for package in LEFT_OUT),
)  # fmt: skip


def build(quiet: bool = False, *, fetch: bool = True) -> bool:
    """Make the script where it is not yet as the sources say; False, in words, where it cannot be made.

    Parameters
    ----------
    quiet : say nothing
    fetch : also fetch the packages, where they are not here as the list asks
    """
    if is_built():
        return True
    try:
        why_not = node_is_missing() or install(fetch=fetch)
        if not why_not:
            bundle()
    except (OSError, subprocess.SubprocessError) as error:
        why_not = f"The script could not be made ({type(error).__name__})."
    if why_not and not quiet:
        print(f"{why_not} So letters are sealed here, on the server, and the page says so.", file=sys.stderr)
    return not why_not


def is_built() -> bool:
    """Is the script there, whole, and made from the sources as they are now?"""
    if not (BUNDLE.is_file() and DIGEST.is_file()):
        return False
    said = DIGEST.read_text(encoding="utf-8").split()
    is_current = not SOURCES.is_dir() or said[2:] == [digest_of_sources()]
    return is_current and said[:1] == [hashlib.sha256(BUNDLE.read_bytes()).hexdigest()]


def digest() -> str:
    """The SHA-256 of the script, hexadecimal, as people compare it; empty where it is not built."""
    return DIGEST.read_text(encoding="utf-8").split()[0] if is_built() else ""


def integrity() -> str:
    """The same script as a page pins it, ``sha384-…``; empty where it is not built."""
    return DIGEST.read_text(encoding="utf-8").split()[1] if is_built() else ""


def node_is_missing() -> str:
    """Why the script cannot be made with the Node of this computer, or nothing."""
    if not SOURCES.is_dir() or not LOCK.is_file():
        return "The sources of the script are not here."
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node is not on this computer."
    version = run("node", "--version").lstrip("v").partition(".")[0]
    if not version.isdecimal() or int(version) < OLDEST_NODE:
        return f"Node is older than {OLDEST_NODE}."
    return ""


def install(*, fetch: bool = True) -> str:
    """Fetch the pinned packages when their list changed, letting none run a script; why it failed, or nothing."""
    if INSTALLED.is_file() and INSTALLED.read_bytes() == LOCK.read_bytes():
        return ""
    if not fetch:
        return "The packages of the script are not here."
    try:
        run(*FETCH)
        shutil.copyfile(LOCK, INSTALLED)
    except (OSError, subprocess.SubprocessError):
        return "The packages of the script could not be fetched."
    return ""


def bundle() -> None:
    """Put sources and packages into one file and write its digests beside it."""
    made = run("node", "node_modules/esbuild/bin/esbuild", *OPTIONS, f"--banner:js=/*! {licences()} */").encode()
    integrity = b64encode(hashlib.sha384(made).digest()).decode()
    BUNDLE.parent.mkdir(parents=True, exist_ok=True)
    lines = f"{hashlib.sha256(made).hexdigest()}\nsha384-{integrity}\n{digest_of_sources()}\n"
    for path, content in ((BUNDLE, made), (DIGEST, lines.encode())):
        unfinished = path.with_name(path.name + ".tmp")
        try:
            unfinished.write_bytes(content)
            unfinished.chmod(0o644)  # as readable as the code, also where a house keeps its files to itself
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def licences() -> str:
    """Under which conditions the parts of the script may be passed on; these must stand in it, whole and once each."""
    texts: dict[str, list[str]] = {}
    for package in INSIDE:
        text = (MODULES / package / "LICENSE").read_text(encoding="utf-8").strip()
        plain = text.replace("https://", "").translate({0x201C: '"', 0x201D: '"'})  # no address, and ASCII
        texts.setdefault(plain, []).append(package)
    parts = [f"{', '.join(packages)}:\n{text}" for text, packages in texts.items()]
    return "\n\n".join(["Amparo: Apache-2.0. In it are", *parts])


def digest_of_sources() -> str:
    """One digest of all that the script is made from: sources, pinned packages, and how they are put together."""
    whole = hashlib.sha256(repr(OPTIONS).encode())
    for path in (*sorted(SOURCES.glob("*.js")), *sorted(SOURCES.glob("without/*.js")), LOCK):
        whole.update(f"{path.relative_to(ROOT).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def run(*command: str) -> str:
    """What a program of this computer answers; it looks for nothing and tells nobody."""
    program = shutil.which(command[0]) or command[0]
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=True, timeout=MOST_SECONDS
    )
    return done.stdout
