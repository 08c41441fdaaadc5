"""The browsers of the tests, and how they are started.

Most tests drive Debian's ``chromium-headless-shell``: the same engine in the same version, without the windows, and a
third cheaper. ``chromium`` itself is started where the shell is not installed, and by tests of what only a whole
browser does: it keeps pages in memory for Back, and writes its tabs down in its own folder.
"""

import shutil

WHOLE, SHELL = shutil.which("chromium"), shutil.which("chromium-headless-shell")
USUAL = SHELL or WHOLE
NEITHER = "neither chromium nor chromium-headless-shell is on this computer (Debian: apt install chromium)"
NOT_WHOLE = "chromium is not on this computer, and its headless shell does not do this (Debian: apt install chromium)"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# One process less to start, and one for all pages. The whole browser gains nothing by it.
USUAL_FLAGS = [*FLAGS, *(["--in-process-gpu", "--renderer-process-limit=1"] if SHELL else [])]
