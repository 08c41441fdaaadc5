"""What the desk shows: the list of services, the worklists of the day, what people say."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from amparo.commons.directory.models import Attribute, Feedback, OutcomeTally, Phone, Service, Source
from amparo.commons.directory.policies import highest_tier
from amparo.commons.directory.queries.freshness import (
    FRESH,
    HIDDEN,
    NEVER,
    OTHER_DAYS,
    PHONE_DAYS,
    STALE,
    Freshness,
    freshness,
    state_of,
)
from amparo.commons.policy.policies import Actor, Hidden

A_PAGE = 40  # services on a page of the list
A_LIST = 8  # lines of a worklist
SOON_DAYS = 14  # what will be said to be unconfirmed within two weeks is worth a call today
SUSPICIONS = 2  # accepted answers "it was closed" that bring a place to the top
CLOSED = "closed"
STATES = (FRESH, STALE, HIDDEN, NEVER, CLOSED)
GONE = ("defunct", "inactive")


@dataclass(slots=True)
class Line:
    """A service in a list of the desk, with its freshness on that day."""

    service: Service
    fresh: Freshness | None
    state: str
    suspicions: int = 0  # accepted answers "it was closed" since somebody last made sure


def visible(actor: Actor) -> QuerySet[Service]:
    """The services she may know of, with what freshness is computed from."""
    if not actor.is_authenticated:
        raise Hidden
    modes = Attribute.objects.filter(service=OuterRef("pk"), taxonomy="access_mode")
    return Service.objects.filter(tier__lte=highest_tier(actor)).annotate(
        known_on=Coalesce("checked_on", "source__as_of"),
        only_phone=Exists(modes.filter(code="phone_line")) & ~Exists(modes.exclude(code="phone_line")),
    )


def get_service(actor: Actor, reference: str) -> Service:
    """One service with all it says; above her tier it does not exist."""
    service = (
        visible(actor)
        .filter(reference=reference)
        .select_related("organisation", "source")
        .prefetch_related("attributes", "phones", "at_locations__schedules", "at_locations__location__place__admin1")
        .first()
    )
    if service is None:
        raise Hidden
    return service


def freshness_of(service: Any) -> Freshness | None:
    """The freshness of a service that ``visible`` read."""
    as_of = service.known_on if service.checked_on is None else None
    return freshness(service.checked_on, as_of, only_phone=service.only_phone, changed=service.changed_since_check)


def line_of(service: Any, today: date) -> Line:
    """A line of a list."""
    fresh = freshness_of(service)
    state = CLOSED if service.status in GONE else state_of(fresh, today)
    return Line(service, fresh, state, getattr(service, "suspicions", 0))


def in_state(state: str, today: date) -> Q:
    """The condition for a state, the same arithmetic as ``freshness`` in the words of the database."""

    def older(times: int) -> Q:
        return Q(only_phone=True, known_on__lt=today - timedelta(days=times * PHONE_DAYS)) | Q(
            only_phone=False, known_on__lt=today - timedelta(days=times * OTHER_DAYS)
        )

    here, changed = ~Q(status__in=GONE), Q(changed_since_check=True)
    return {
        FRESH: here & Q(known_on__isnull=False) & ~older(1) & ~changed,
        STALE: here & Q(known_on__isnull=False) & (older(1) | changed) & ~older(2),
        HIDDEN: here & older(2),
        NEVER: here & Q(known_on__isnull=True),
        CLOSED: Q(status__in=GONE),
    }[state]


def services_for(actor: Actor, *, words: str = "", state: str = "", page: int = 1, today: date) -> Page[Any]:
    """A page of the list: the services whose name, organisation or town carries these words."""
    found = visible(actor).select_related("organisation", "source").order_by("name", "reference")
    for word in words.split()[:6]:
        pattern = forgiving(word)
        found = found.filter(
            Q(name__iregex=pattern)
            | Q(organisation__name__iregex=pattern)
            | Exists(
                Service.objects.filter(pk=OuterRef("pk")).filter(
                    Q(at_locations__location__place__name__iregex=pattern)
                    | Q(at_locations__location__place_text__iregex=pattern)
                )
            )
        )
    if state in STATES:
        found = found.filter(in_state(state, today))
    chosen = Paginator(found, A_PAGE).get_page(page)
    lines: Any = [line_of(service, today) for service in chosen.object_list]
    chosen.object_list = lines
    return chosen


def forgiving(word: str) -> str:
    """A pattern that finds a word with or without its accents."""
    plain = word[:40].lower().translate(str.maketrans("áéíóúüñçãõâêô", "aeiouuncaoaeo"))
    classes = {"a": "[aáãâ]", "e": "[eéê]", "i": "[ií]", "o": "[oóõô]", "u": "[uúü]", "n": "[nñ]", "c": "[cç]"}
    return "".join(classes.get(letter, re.escape(letter)) for letter in plain)


def counts_by_state(actor: Actor, *, today: date) -> dict[str, int]:
    """How many services are in each state."""
    sums = {state: Count("pk", filter=in_state(state, today)) for state in STATES}
    return visible(actor).aggregate(**sums)


def to_confirm(actor: Actor, *, today: date, most: int = A_LIST) -> list[Line]:
    """The places to make sure of: doubted ones first, then those soonest hidden, then the never confirmed."""
    doubts = Count(
        "feedback",
        filter=Q(feedback__code=CLOSED, feedback__state="accepted")
        & (Q(checked_on__isnull=True) | Q(feedback__on__gte=F("checked_on"))),
    )
    old = today - timedelta(days=PHONE_DAYS - SOON_DAYS)
    waiting = visible(actor).exclude(status__in=GONE).annotate(suspicions=doubts)
    waiting = waiting.filter(
        Q(known_on__isnull=True) | Q(known_on__lt=old) | Q(suspicions__gte=SUSPICIONS) | Q(changed_since_check=True)
    )
    facts = waiting.values_list("pk", "known_on", "only_phone", "suspicions", "changed_since_check")
    keys = sorted((urgency(known_on, only, doubt, changed, today), pk) for pk, known_on, only, doubt, changed in facts)
    chosen = [pk for (rank, _), pk in keys if rank < NOT_YET][:most]
    read = waiting.select_related("organisation", "source").in_bulk(chosen)
    return [line_of(read[pk], today) for pk in chosen]


NOT_YET = 9  # the rank of what needs nothing today


def urgency(known_on: date | None, only_phone: bool, doubts: int, changed: bool, today: date) -> tuple[int, date]:
    """Where a service stands among those to make sure of; the first comes first."""
    fresh = freshness(None, known_on, only_phone=only_phone, changed=changed)
    if doubts >= SUSPICIONS:
        return 0, today
    if fresh is None:
        return 3, today
    rank = {STALE: 1, HIDDEN: 4}.get(fresh.state(today))
    if rank is None:
        rank = 2 if fresh.stale_on <= today + timedelta(days=SOON_DAYS) else NOT_YET
    return rank, fresh.hidden_on


def phones_to_ring(actor: Actor, *, today: date, most: int = A_LIST) -> tuple[list[Phone], int]:
    """The numbers nobody rang for 90 days, the doubted and the never rung first; and how many there are."""
    services = visible(actor).exclude(status__in=GONE)
    due = Phone.objects.filter(service__in=services.values("pk")).filter(
        Q(checked_on__isnull=True) | Q(checked_on__lt=today - timedelta(days=PHONE_DAYS))
    )
    due = due.annotate(
        doubts=Count(
            "service__feedback", filter=Q(service__feedback__code="wrong_number", service__feedback__state="accepted")
        )
    )
    ordered = due.order_by("-doubts", F("checked_on").asc(nulls_first=True), "number")
    return list(ordered.select_related("service__organisation")[:most]), due.count()


def feedback_for(actor: Actor) -> list[dict[str, Any]]:
    """What people said and nobody weighed yet: for each service and answer, how many and since when."""
    new = Feedback.objects.filter(state="new", service__in=visible(actor).values("pk"))
    grouped: Any = new.values("code", name=F("service__name"), place=F("service__reference")).annotate(
        count=Count("pk"), first=Min("on"), last=Max("on")
    )
    return list(grouped.order_by("-count", "name", "code"))


def said_of(service: Service) -> dict[str, Any]:
    """The counts of a service: accepted answers by code, and how it said no on the routes, by month.

    What the desk and her page say stands apart (``queries/outcomes.py``), and only when there is enough of it.
    """
    accepted = service.feedback.filter(state="accepted").values("code").annotate(count=Count("pk")).order_by("code")
    refusals = OutcomeTally.objects.filter(service=service, followed=False).order_by("-month", "refusal")
    return {"accepted": list(accepted), "refusals": list(refusals)}


def said_closed(service: Service) -> dict[str, int]:
    """How many found it closed since somebody last made sure: those that were counted, and those nobody weighed yet."""
    said = service.feedback.filter(code=CLOSED, state__in=("accepted", "new"))
    if service.checked_on:
        said = said.filter(on__gte=service.checked_on)
    return said.aggregate(counted=Count("pk", filter=Q(state="accepted")), waiting=Count("pk", filter=Q(state="new")))


def sources() -> list[Any]:
    """Where lines came from, with how many and as of which day."""
    return list(Source.objects.annotate(count=Count("service")).order_by("-as_of", "name"))
