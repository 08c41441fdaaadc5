"""Observations as whoever counts reads them: in codes, a row with its parts."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import batched
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from amparo.evidence.models import Batch, Observation, Recruitment, SetAside, Value

AT_ONCE = 500
HOUSE, PARTNER = "house", "partner_"  # of whom a source is; a partner's bears the name of its agreement


def _counting() -> QuerySet[Batch]:
    """The builds that count: of no source that is set aside."""
    return Batch.objects.exclude(source__in=SetAside.objects.values("source"))


def _rows() -> QuerySet[Observation]:
    """The rows that count, and their parts."""
    return Observation.objects.filter(batch__in=_counting())


def has_batch(token: str) -> bool:
    """Did this batch arrive?"""
    return Batch.objects.filter(token=token).exists()


def build_of(source: str) -> str:
    """The name of the build of a source that stands today; another one has other rows, perhaps. Nothing of none."""
    return _counting().filter(source=source).values_list("token", flat=True).first() or ""


def builds() -> dict[str, str]:
    """Of each source the name of the build that stands now."""
    return dict(_counting().values_list("source", "token"))


def sources() -> set[str]:
    """What has brought something that counts today."""
    return set(_counting().values_list("source", flat=True))


def kept_sources() -> set[str]:
    """What has brought something that is here, also where it is set aside."""
    return set(Batch.objects.values_list("source", flat=True))


def set_aside_sources() -> set[str]:
    """Whose rows are here, and count in nothing."""
    return set(SetAside.objects.values_list("source", flat=True))


def contributors() -> dict[str, str]:
    """Of which organisation each source is: this house, or a partner that sends its rows by an agreement.

    What several organisations gave is released by other rules than what one gave.
    """
    return {source: source if source.startswith(PARTNER) else HOUSE for source in sorted(sources())}


def rows_of(source: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of the build that stands today: its codebook, and its codes and parts as they were brought.

    A row is as ``formats.codebook`` says it. A person is a row; its parts are no people of their own.
    """
    for one, row in _numbered(source):
        yield one.codebook.name, row


def people_of(source: str) -> Iterator[tuple[int, int | None, dict[str, Any]]]:
    """Every row of a sample with its number in this build and that of the row that brought it, if one did."""
    links = dict(Recruitment.objects.filter(recruit__batch__source=source).values_list("recruit_id", "recruiter_id"))
    for one, row in _numbered(source):
        yield one.pk, links.get(one.pk), row


def sample_of(source: str) -> Iterator[tuple[int, int | None, str, dict[str, list[str]]]]:
    """Every row of a sample: its number in this build, that of the row that brought it, its codebook, its own codes."""
    links = dict(Recruitment.objects.filter(recruit__batch__source=source).values_list("recruit_id", "recruiter_id"))
    for one, row in _numbered(source):
        yield one.pk, links.get(one.pk), one.codebook.name, row["codes"]


def books_of() -> dict[str, set[str]]:
    """By which codebooks the rows of each source are."""
    found: dict[str, set[str]] = defaultdict(set)
    whole = _rows().filter(whole=None).order_by()
    for source, book in whole.values_list("batch__source", "codebook__name").distinct():
        found[source].add(book)
    return dict(found)


def how_many(source: str) -> dict[str, int]:
    """How many whole rows of a source there are, by codebook."""
    rows = _rows().filter(batch__source=source, whole=None).order_by()
    return dict(rows.values_list("codebook__name").annotate(many=Count("pk")))


def codes_among(source: str, variables: Collection[str]) -> dict[str, list[str]]:
    """Which codes of these variables stand in the rows of a source at all: of a study, where and when it was asked."""
    found: dict[str, list[str]] = {each: [] for each in variables}
    values = Value.objects.filter(
        observation__batch__source=source,
        observation__batch__in=_counting(),
        observation__whole=None,
        code__variable__code__in=variables,
    ).order_by()
    for variable, code in sorted(values.values_list("code__variable__code", "code__code").distinct()):
        found[variable].append(code)
    return found


def people_of_book(name: str) -> int:
    """How many whole rows there are by a codebook of this name, of whatever version and source."""
    return _rows().filter(codebook__name__startswith=f"{name}/", whole=None).count()


def people_by_code(name: str) -> dict[tuple[str, str, str], int]:
    """How many people said each code of a codebook of this name: by part, variable and code. A person counts once."""
    values = Value.objects.filter(
        observation__codebook__name__startswith=f"{name}/", observation__batch__in=_counting()
    ).order_by()
    whole = Coalesce("observation__whole_id", "observation_id")
    counted = values.values_list("observation__part", "code__variable__code", "code__code").annotate(
        many=Count(whole, distinct=True)
    )
    return {(part, variable, code): many for part, variable, code, many in counted}


def _numbered(source: str) -> Iterator[tuple[Observation, dict[str, Any]]]:
    """Every row of a build, with its observation."""
    whole = _rows().filter(batch__source=source, whole=None).select_related("codebook")
    for some in batched(whole.order_by("pk").iterator(chunk_size=AT_ONCE), AT_ONCE):
        parts = list(Observation.objects.filter(whole__in=some))
        codes = _codes_of([each.pk for each in (*some, *parts)])
        under = defaultdict(list)
        for each in parts:
            under[each.whole_id].append([each.part, codes[each.pk]])
        for one in some:
            row = {"codes": codes[one.pk], "parts": sorted(under[one.pk], key=repr)}
            yield one, row


def _codes_of(keys: list[int]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {key: {} for key in keys}
    values = Value.objects.filter(observation__in=keys).order_by("code__variable__code", "code__code")
    for key, variable, code in values.values_list("observation_id", "code__variable__code", "code__code"):
        found[key].setdefault(variable, []).append(code)
    return found
