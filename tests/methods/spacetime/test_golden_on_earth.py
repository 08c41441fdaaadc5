"""The clusters of Pennsylvania once more, from degrees of longitude and latitude instead of a grid of kilometres."""

import pytest

from amparo.methods import spacetime
from tests.methods.spacetime.test_golden import pennsylvania, rows, whole

pytestmark = pytest.mark.shared


def test_pennsylvania_on_the_sphere() -> None:
    """The reference's grid stretches distances by up to a twentieth; the first two clusters do not mind."""
    grid, cases, people, expected = pennsylvania()
    at = rows("pennLC_geo.csv")
    places = spacetime.on_earth(
        [row["county"] for row in at], [float(row["x"]) for row in at], [float(row["y"]) for row in at]
    )
    assert places.ids == grid.ids
    again = whole(places, [float(row["cases"]) for row in rows("pennLC_county.csv")])
    assert again.count.tolist() == cases.count.tolist()
    told = spacetime.poisson_scan(
        places, again, expected, weights=people, windows="whole", most_clusters=2, replicates=99, seed=2
    )
    for cluster, row in zip(told.clusters, rows("pennLC_SpatialEpi.csv"), strict=True):
        assert set(cluster.places) == {places.ids[int(each) - 1] for each in row["ids"].split()}
        assert cluster.llr == pytest.approx(float(row["llr"]), abs=1e-6)
