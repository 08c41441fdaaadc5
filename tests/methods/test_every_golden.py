"""Every file of the reference data is read by a test: none is forgotten, and whoever adds one writes here who reads it.

What a test does with a file stands in the test, and why a figure of it is not compared stands there too. Only one is
read by nobody: how many seconds the reference took is no figure of ours.
"""

from pathlib import Path

import pytest

pytestmark = pytest.mark.shared
HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parents[1].parent / "shared" / "data" / "golden"
NOBODY = {
    "README.md", "hidden/timing_R.json",
    "analysis/measles_weser_ems.csv",  # districts by weeks: for scans over time, which have no test yet
}  # fmt: skip
READ: dict[str, dict[str, str]] = {  # by test: the file, and the word by which it opens it
    "hidden/test_golden_points.py": {
        "hidden/point_faux.json": 'f"point_{name}.json"',
        "hidden/point_fauxmadrona.json": 'f"point_{name}.json"',
        "hidden/data/faux.csv": '"faux": "network.size"',
        "hidden/data/fauxmadrona.csv": '"fauxmadrona": "degree"',
        "hidden/data/faux.weights.csv": 'f"{name}.weights"',
        "hidden/data/fauxmadrona.weights.csv": 'f"{name}.weights"',
    },
    "hidden/test_bootstrap_reference.py": {
        "hidden/bootstrap.json": 'told("bootstrap")',
        "hidden/label_invariance.json": 'told("label_invariance")',
        "hidden/treeboot_pkg.json": 'told("treeboot_pkg")',
        "hidden/data/treeboot_sample_n100.csv": "treeboot_sample_n100.csv",
        "hidden/data/sim_n500.csv": 'table("sim_n500.csv")',
    },
    "hidden/test_bootstrap_golden.py": {"hidden/coverage.json": "coverage.json"},
    "hidden/bootstrap_oracle.py": {
        "hidden/data/fauxmadrona.network.edges.csv": "fauxmadrona.network.edges.csv",
        "hidden/data/fauxmadrona.network.vertices.csv": "fauxmadrona.network.vertices.csv",
    },
    "hidden/test_planning.py": {"hidden/closed_form.json": "closed_form.json"},
    "indirect/test_golden.py": {
        "hidden/list.json": 'golden("list")',
        "hidden/rr.json": 'golden("rr")',
        "hidden/crosswise.json": 'golden("crosswise")',
        "hidden/data/list_race.csv": 'table("list_race")',
        "hidden/data/rr_nigeria.csv": 'table("rr_nigeria")',
        "hidden/data/crosswise_cmdata.csv": 'table("crosswise_cmdata")',
    },
    "population/test_golden.py": {
        "hidden/crc.json": 'told("crc")',
        "hidden/data/crc_hare.csv": "f\"crc_{name.removesuffix('3')}.csv\"",
        "hidden/data/crc_mvole.csv": "f\"crc_{name.removesuffix('3')}.csv\"",
    },
    "spacetime/test_golden.py": {
        f"analysis/{name}": f'"{name}"'
        for name in (
            "nydf.csv", "nydf_smerc.csv", "pennLC_grid_km.csv", "pennLC_county.csv", "pennLC_data.csv",
            "pennLC_SpatialEpi.csv", "scanstatistics_NM_geo.csv", "scanstatistics_NM_popcas.csv", "NM_county_order.txt",
            "NM_k15_zones.txt", "scan.json",
        )
    },
    "spacetime/test_golden_on_earth.py": {"analysis/pennLC_geo.csv": '"pennLC_geo.csv"'},
    "disclosure/test_peers.py": {
        f"analysis/{name}": f'"{name}"'
        for name in (
            "sdc_synth_1980.csv", "GaussSuppression_synth1980_zeros1.csv", "GaussSuppression_z2_max3.csv",
            "GaussSuppression_example1.csv", "sdcTable_small_GAUSS.csv", "ssb_example1_2014.csv", "ssb_z1.csv",
            "ssb_z2.csv",
        )
    },
}  # fmt: skip


def test_every_file_has_a_reader() -> None:
    there = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()}
    assert there == {name for files in READ.values() for name in files} | NOBODY


@pytest.mark.parametrize("reader", READ)
def test_and_the_reader_opens_it(reader: str) -> None:
    text = (HERE / reader).read_text(encoding="utf-8")
    assert [name for name, word in READ[reader].items() if word not in text] == []
