"""Small samples that tests share: by hand, and by Hypothesis."""

from typing import Any

from hypothesis import strategies as st

from amparo.methods.hidden.sample import Sample, from_recruiters


def of(links: list[tuple[str, str | None, float | None]], **more: Any) -> Sample:
    """A sample from (id, recruiter, degree)."""
    return from_recruiters(
        [each[0] for each in links], [each[1] for each in links], [each[2] for each in links], **more
    )


@st.composite
def samples(draw: st.DrawFn, *, least: int = 1, most: int = 40, groups: int = 4) -> dict[str, list[Any]]:
    """Columns of a sample: ids, recruiters, degrees, and a category; with any number of seeds."""
    n = draw(st.integers(least, most))
    recruiter = [draw(st.integers(-1, row - 1)) for row in range(n)]
    degrees = draw(st.lists(st.integers(1, 60), min_size=n, max_size=n))
    kinds = draw(st.lists(st.integers(0, groups - 1), min_size=n, max_size=n))
    return {
        "ids": [f"p{row}" for row in range(n)],
        "recruiters": [None if at < 0 else f"p{at}" for at in recruiter],
        "degrees": degrees,
        "kinds": [f"k{kind}" for kind in kinds],
    }
