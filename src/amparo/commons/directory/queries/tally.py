"""The tally of an import in words, the same on the page and on the terminal."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from amparo.commons.directory.queries.problems import reason
from amparo.commons.directory.queries.report import Report

MOST_NAMES = 12  # of a list in a tally


def tally_lines(report: Report) -> Iterator[tuple[str, str]]:
    """Label and figure, the most asked first; what is nothing is not said."""
    figures = (
        (_("Services read"), report.read),
        (_("New"), report.new),
        (_("Changed"), report.changed),
        (_("The same as before"), report.same),
        (_("Kept, changed here since"), report.kept),
        (_("No longer in the list, left with their old day"), report.gone),
        (_("New organisations"), report.organisations["new"]),
        (_("Changed organisations"), report.organisations["changed"]),
        (_("Towns found"), report.places_found),
        (_("Hours that are no plain week, not taken"), report.hours_left),
        (_("Checks on a day that has not come, not taken"), report.future_checks),
    )
    always = 4
    for position, (label, figure) in enumerate(figures):
        if figure or position < always:
            yield label, str(figure)
    for label, counted in (
        (_("Records left out"), {reason(code): n for code, n in report.refused.items()}),
        (_("Mended"), {reason(code): n for code, n in report.tally.mended.items()}),
        (_("Texts that were too long and were cut"), dict(report.cut)),
        (_("Values that found no code"), {f"{f} = {value}": n for (f, value), n in report.tally.unmapped.items()}),
        (_("Towns not found by name, kept as text"), dict(report.places_not_found)),
        (_("Left out on purpose"), dict(report.tally.left_out)),
    ):
        if counted:
            yield label, most_of(counted)


def most_of(counted: dict[str, int]) -> str:
    """The sum, and the most frequent by name."""
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    named = "; ".join(f"{name} {count}" for name, count in ordered[:MOST_NAMES])
    more = len(ordered) - MOST_NAMES
    return f"{sum(counted.values())} ({named}{f'; +{more}' if more > 0 else ''})"
