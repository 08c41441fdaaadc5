"""The child puts its walls up itself: tried with the real one, which was given other work than its own."""

from amparo.formats.media.limits import MEMORY
from tests.processes.test_media_walls import planted

PROGRAM = (
    "import resource\nfrom amparo.formats.media import child\n"
    "def work(data, seed):\n"
    "    try:\n        open('/etc/hostname').read()\n        said = 'read it'\n"
    "    except BaseException as error:\n        said = type(error).__name__\n"
    "    return 'photo', f'{said} {resource.getrlimit(resource.RLIMIT_AS)[0]}'.encode()\n"
    "child._loaded = lambda *asked: work\n"
)
RUNS = "child.main(['10', 'photo', 'jpeg', 'plain'])"
BARE = "child.limit = lambda *asked: None\nchild.confine = lambda *asked: ()\n"


def test_the_child_itself_stands_behind_its_walls() -> None:
    head, _, said = planted(PROGRAM + RUNS, data=bytes(16) + b"any").partition("\n")
    refusal, _, memory = said.partition(" ")
    assert refusal in {"OSError", "PermissionError"}
    assert memory == str(MEMORY)
    assert head == f"photo {len(said)}"


def test_without_them_it_would_read() -> None:
    assert "\nread it " in planted(PROGRAM + BARE + RUNS, data=bytes(16) + b"any")
