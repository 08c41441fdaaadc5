"""For how long a case is kept, through the page that closes it: the rows of the house by kind and country, by hand."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from amparo.casework import retention
from amparo.casework.models import Case
from amparo.commons import clock
from amparo.config import values
from amparo.formats.case_questions import Answer
from tests.cases import a_case
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.retained import LAW, rows_of_a_house
from tests.young import a_yes, a_young_case

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]
OURS = 730  # days, where the house says nothing


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> None:
    """The house wrote its rows into a file and named it (AMPARO_RETENTION); its own country has no row."""
    settings.RETENTION_FILE, settings.HOME_COUNTRY = values.retention_file(rows_of_a_house(tmp_path)), "EC"


def closed(house: Letters, case: Case, **chosen: str) -> tuple[Case, str]:
    """The case after Ana closed it in two steps, and what the page said between them."""
    ana, where = opened_client(house.cast.ana), reverse("case_close", args=[case.reference])
    asked = ana.post(where, {"reason": "agreed", **chosen}).text
    for name, value in chosen.items():
        assert f'name="{name}" value="{value}"' in asked, "the second step closes with what was chosen in the first"
    assert ana.post(where, {"reason": "agreed", "sure": "1", **chosen}).status_code == 302
    case.refresh_from_db()
    return case, " ".join(asked.split())


def said(day: date) -> str:
    """A day as an English page writes it."""
    months = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
    return f"{months[day.month - 1]} {day.day}, {day.year}"


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("kind", "country", "days", "because"),
    [
        ("court", "CO", 3650, f"By law: {LAW}."),
        ("court", "PE", 1000, "The house decided this time."),  # the kind comes before the country
        ("court", "", 1000, "The house decided this time."),
        ("", "PE", 365, "The house decided this time."),
        ("", "CO", OURS, "Amparo proposes this time; no law that we know sets it."),
        ("", "", OURS, "Amparo proposes this time; no law that we know sets it."),
    ],
)
def test_it_is_kept_as_the_row_for_its_kind_and_country_says_and_the_page_tells_both(
    house: Letters, kind: str, country: str, days: int, because: str
) -> None:
    case, asked = closed(house, a_case(house), kind=kind, country=country)
    assert case.state == "closed"
    assert case.closed_on is not None
    assert case.keep_until == case.closed_on + timedelta(days=days)
    assert f"It is kept until {said(case.keep_until)}, and destroyed after that." in asked
    assert because in asked
    last = datetime.combine(case.keep_until, datetime.max.time(), UTC)
    assert [due.case for due in retention.due(last) if isinstance(due, retention.Due)] == []
    assert [due.case for due in retention.due(last + timedelta(days=1)) if isinstance(due, retention.Due)] == [case]


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("chosen", [{"kind": "custody"}, {"kind": "under_18"}, {"country": "EC"}, {"kind": "x"}])
def test_what_the_house_has_no_row_for_is_not_offered_and_closes_nothing(
    house: Letters, chosen: dict[str, str]
) -> None:
    case, ana = a_case(house), opened_client(house.cast.ana)
    where = reverse("case_close", args=[case.reference])
    assert ana.post(where, {"reason": "agreed", "sure": "1", **chosen}).status_code == 200
    case.refresh_from_db()
    assert (case.state, case.keep_until) == ("opening", None)


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("band", "country", "until", "because"),
    [
        # Opened on 1 November 2026, aged 12 at the least: 18 on 1 November 2032 at the latest, and 365 days.
        ("12_17", "CO", date(2033, 11, 1), "So long because she is under 18, as the house decided."),
        ("under_12", "CO", date(2045, 11, 1), "So long because she is under 18, as the house decided."),
        ("12_17", "PE", None, "She is under 18. The house has not decided how long that is kept"),
    ],
)
def test_of_somebody_under_18_it_is_kept_until_a_time_after_she_is_18(
    house: Letters, band: str, country: str, until: date | None, because: str
) -> None:
    case = a_young_case(house, band)
    Case.objects.filter(pk=case.pk).update(opened_on=date(2026, 11, 1))
    case.refresh_from_db()
    a_yes(house, case, "close", now=clock.now())
    case, asked = closed(house, case, country=country)
    assert case.closed_on is not None
    assert case.keep_until == (until or case.closed_on + timedelta(days=365))
    assert f"It is kept until {said(case.keep_until)}, and destroyed after that." in asked
    assert because in asked


@pytest.mark.usefixtures("own")
def test_her_age_does_not_shorten_what_the_kind_says(house: Letters) -> None:
    """Closed as a court matter in Colombia: ten years are later than her majority and a year."""
    case = a_young_case(house)
    Case.objects.filter(pk=case.pk).update(opened_on=date(2026, 11, 1))
    case.refresh_from_db()
    a_yes(house, case, "close", now=clock.now())
    case, _asked = closed(house, case, kind="court", country="CO")
    assert case.closed_on is not None
    assert case.keep_until == case.closed_on + timedelta(days=3650)


def test_without_rows_of_the_house_nobody_is_asked_and_the_days_are_ours(house: Letters) -> None:
    case = a_case(house, age_band=Answer("25_34"))
    page = opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).text
    assert '<select name="kind"' not in page
    assert '<select name="country"' not in page
    case, _asked = closed(house, case)
    assert case.closed_on is not None
    assert case.keep_until == case.closed_on + timedelta(days=OURS)
