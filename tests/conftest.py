"""What all tests share: a house of their own, no network, the cast, and a small map.

``AMPARO_TEST_POSTGRES=postgres://person@host:port/`` runs the same tests on PostgreSQL, both databases. With
``…:port/some_`` their names begin so, and two runs can stand beside each other. Whatever else the environment says of a
house is put aside: tests never read or touch the house of whoever runs them.
"""

import atexit
import gc
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from amparo.commons import clock
from tests import chromium, committed, moment
from tests.examples import load_profile

ROOT = Path(__file__).resolve().parents[1]
TOLD = {name: value for name, value in os.environ.items() if name.startswith("AMPARO_TEST_")}
POSTGRES = os.environ.get("AMPARO_TEST_POSTGRES", "")
SHAPES, REACH = os.environ.get("AMPARO_TEST_SHAPES", ""), os.environ.get("AMPARO_TEST_REACH", "")
MODES = os.environ.get("AMPARO_TEST_MODES", "") or "both"
WITHOUT_NUMPY = os.environ.get("AMPARO_TEST_WITHOUT_NUMPY", "") == "yes"

# The largest profile has every room; what is optional is there too, and every address is mounted and tested.
IN_IT = {"AMPARO_CHILD_CARE": "yes", "AMPARO_HSDS_API": "yes", "AMPARO_PROFILE": "red"}


def house_of_tests() -> Path:
    """A folder for this run, and an environment that names it and nothing else."""
    for name in [name for name in os.environ if name.startswith("AMPARO_")]:
        del os.environ[name]
    os.environ["AMPARO_TIME_ZONE"] = moment.ZONE.key  # of the Andes: in the evening it is tomorrow already in UTC
    data = Path(tempfile.mkdtemp(prefix="amparo-tests-"))
    (data / "static").mkdir()
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    os.environ["AMPARO_DATA"] = str(data)
    os.environ["AMPARO_RUN"] = str(data / "run")
    os.environ["OPENPYXL_LXML"] = "False"  # workbooks of tests are written alike, whatever else is installed
    os.environ["LC_ALL"] = "C.UTF-8"  # what is said before Django is there is said in English
    os.environ["AMPARO_SECOND_STEP"] = "no"  # the tests of the second step ask for it
    os.environ.update(IN_IT)
    if POSTGRES:
        for room in ("care", "evidence"):
            os.environ[f"AMPARO_{room.upper()}_DATABASE"] = f"{POSTGRES}{room}"
    return data


if settings.configured:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests choose their own house before Django reads it.")
DATA = house_of_tests()
os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.config.settings"
# No file is collected in tests, so files go by their plain name; and the hasher of the house does not take its time.
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]

load_profile()
committed.in_tests()

# A house that counts nothing has no numpy. AMPARO_TEST_WITHOUT_NUMPY=yes runs the tests as if it were not installed.
COUNTING = frozenset({"numpy", "scipy", "numba", "llvmlite", "rustworkx", "highspy"})


class NotInstalled:
    """Finds no module of those that only the statistics need."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse it by name; everything else is looked for further on."""
        if name.partition(".")[0] in COUNTING:
            raise ModuleNotFoundError(f"No module named {name!r}: these tests run without it", name=name)


if WITHOUT_NUMPY:
    sys.meta_path.insert(0, NotInstalled())

# The browser tests need Playwright as well as Chromium; without it they are left out, and the last lines say so.
HAS_PLAYWRIGHT = importlib.util.find_spec("playwright") is not None
HAS_NUMPY = not WITHOUT_NUMPY and importlib.util.find_spec("numpy") is not None
collect_ignore = [*([] if HAS_PLAYWRIGHT else ["browser"]), *([] if HAS_NUMPY else ["methods"])]


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """``-m clock``, and no moment chosen: what hangs on days runs at every one of them."""
    if config.option.markexpr != "clock" or moment.IS_CHOSEN or config.option.collectonly:
        return None
    from tests.running.clock import run_at_all

    told = config.getoption("told", "")
    words = [each for each in config.invocation_params.args if each not in ("--told", told)]
    return run_at_all(words, told=told, postgres=POSTGRES, without_numpy=WITHOUT_NUMPY)


def pytest_configure(config: pytest.Config) -> None:
    """The word catalogues are compiled before the first page is made."""
    from amparo.config.prepare import compile_words

    if not hasattr(config, "workerinput"):  # of several processes, the first one does it
        compile_words()
        if POSTGRES:
            from tests.own_house import RUN, drop_the_empty

            config.option.testrunuid = RUN
            config.add_cleanup(drop_the_empty)
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):  # here tests run
        if SHAPES:
            from tests.running.shapes import Shapes

            config.pluginmanager.register(Shapes(Path(SHAPES)))
        if REACH:
            from tests.running.reach import Reach

            config.pluginmanager.register(Reach(Path(REACH)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Each process of a run on several cores makes a house of its own: it is told only what this one was told."""
    for name in [name for name in os.environ if name.startswith(("AMPARO_", "DJANGO_"))]:
        del os.environ[name]
    os.environ.update(TOLD)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not look at all of it again and again.

    What lays houses once reads what the databases are called before those for tests take their place. Read later, by
    the first test that asks for it, it took a database that was made for one that was not, and laid empty houses.
    """
    import tests.laid_once as _read_now  # noqa: F401

    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test says itself what it needs: Chromium, or reference data beside the project. Without it, it is named."""
    no_browser = pytest.mark.skip(reason=chromium.NEITHER)
    no_shared = pytest.mark.skip(reason="the reference data does not lie beside the project (../shared)")
    for item in items:
        if item.get_closest_marker("browser") and not chromium.USUAL:
            item.add_marker(no_browser)
        if item.get_closest_marker("shared") and not (ROOT.parent / "shared").is_dir():
            item.add_marker(no_shared)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many tests there are, on which engine, and what cannot be run here."""
    if not HAS_PLAYWRIGHT:
        terminalreporter.write_line("left out: tests/browser (playwright is not installed: requirements/browser.txt)")
    if not HAS_NUMPY:
        terminalreporter.write_line("left out: tests/methods (numpy is not there: requirements/evidence.txt)")
    engine = "PostgreSQL" if POSTGRES else "SQLite"
    terminalreporter.write_line(f"collected: {terminalreporter._session.testscollected} tests, on {engine}")


@pytest.fixture(autouse=True)
def _one_clock() -> Iterator[None]:
    """Each test begins and ends by the clock of the run (``tests/moment.py``), whatever another did to it."""
    clock.source = moment.of_the_run
    (DATA / "last_night").unlink(missing_ok=True)  # no test knows of the night of another
    yield
    clock.source = moment.of_the_run


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """Each process has databases of its own: on SQLite in its memory, on PostgreSQL copies of two that are empty."""
    if not POSTGRES:
        return
    from tests.own_house import ROOMS, empty_databases

    empty = empty_databases(tuple(sorted(IN_IT.items())))
    for room, alias in ROOMS.items():
        told = connections[alias].settings_dict
        told["TEST"]["TEMPLATE"] = empty[room]
        if hasattr(request.config, "workerinput"):
            told["TEST"]["NAME"] = f"test_{told['NAME']}_{request.config.workerinput['workerid']}"


@pytest.fixture
def english() -> Iterator[None]:
    """What a command says here is said in English; from the terminal it would be the language of the terminal."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Any:
    """Everyone of ``tests/cast.py``."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def keeper() -> Iterator[Any]:
    """The slot of the vault at the entrance, with one that remembers what it was told (``tests/entrance.py``)."""
    from amparo.commons.accounts import backends
    from tests.entrance import Remembering

    before, backends.keeper = backends.keeper, Remembering()
    yield backends.keeper
    backends.keeper = before


@pytest.fixture
def empty_map(db: None) -> None:
    """No place at all: another test may have left the whole map."""
    from tests.maps import no_map

    no_map()


@pytest.fixture
def tulcan(empty_map: None) -> Any:
    """One town, and two that share a name."""
    from amparo.commons.places.models import Admin1, Country, Place

    country = Country.objects.create(code="EC", timezone="America/Guayaquil")
    carchi = Admin1.objects.create(code="EC-C", country=country, name="Carchi", timezone="America/Guayaquil")
    loja = Admin1.objects.create(code="EC-L", country=country, name="Loja", timezone="America/Guayaquil")
    Place.objects.create(code="2", name="San Isidro", folded="san isidro", admin1=carchi, lat=0.6, lon=-77.9)
    Place.objects.create(code="3", name="San Isidro", folded="san isidro", admin1=loja, lat=-4.0, lon=-79.2)
    return Place.objects.create(
        code="1", name="Tulcán", folded="tulcan", admin1=carchi, lat=0.812, lon=-77.717, population=60000
    )


@pytest.fixture
def places_small(db: None) -> dict[str, Any]:
    """A map of two countries by hand, instead of whatever map is there: by the names that tests use."""
    from tests.maps import small_map

    return small_map()
