"""Reading who works here, where a person goes once she has come in, and what her second step asks of her."""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from amparo.commons.accounts import hashers
from amparo.commons.accounts.models import Membership, SecondStep, Team, User
from amparo.commons.accounts.policies import MOST_MISSES, SIGNING, may_manage_team, may_vouch
from amparo.commons.policy.policies import Actor, Hidden
from amparo.sealing.boxes import Unopenable, unlock

APP, PAPER = SecondStep.APP, SecondStep.PAPER
KINDS = (APP, PAPER)
SHEET = 40  # numbers on a sheet of paper
FEW = 5  # numbers that are left when it is time for another sheet
EVERY = 30  # seconds of one number of an app (RFC 6238)
FIGURES = 6


def roles_and_teams(path: str = "memberships") -> Any:
    """What people do, each in her team, in one question for all of them; ``path`` leads to it from another model."""
    return Prefetch(path, queryset=Membership.objects.select_related("team"))


def works_here(actor: Actor) -> bool:
    """Has she a role, in any team? Not before she is given one, and not at an empty desk. A process has every role."""
    return actor.is_authenticated and bool(getattr(actor, "role_codes", True))


def people_for(actor: Actor) -> list[User]:
    """Everyone with an open account, by name: whoever has a role here may know with whom.

    Who has none yet sees herself, and so does whoever stands at an empty desk: both see the same.
    """
    if not actor.is_authenticated:
        raise Hidden
    if not works_here(actor):
        nothing = Prefetch("memberships", queryset=Membership.objects.none())
        return list(User.objects.filter(pk=actor.pk).prefetch_related(nothing))
    return list(User.objects.filter(is_active=True).prefetch_related(roles_and_teams()).order_by("name_used"))


def accounts_of(*, references: Iterable[str] = (), ids: Iterable[int] = (), at_work: bool = False) -> list[User]:
    """Accounts by their opaque names or their ids, open or closed, with what each does.

    ``at_work``: and everybody who does something here today.
    """
    wanted = Q(reference__in=set(references)) | Q(pk__in=set(ids))
    if at_work:
        wanted |= Q(is_active=True, pk__in=Membership.objects.values("user"))
    return list(User.objects.filter(wanted).prefetch_related(roles_and_teams()))


def accounts_with(*roles: str) -> Any:
    """The open accounts that have one of these roles today."""
    return User.objects.filter(is_active=True, pk__in=Membership.objects.filter(role__in=roles).values("user"))


def get_person(actor: Actor, reference: str) -> User:
    """One open account, for the coordinator; closed ones no longer exist for anybody."""
    may_manage_team.check(actor)
    person = User.objects.filter(reference=reference, is_active=True).prefetch_related(roles_and_teams()).first()
    if person is None:
        raise Hidden
    return person


def teams_for(actor: Actor) -> list[Team]:
    """The teams of the house, for whoever has a role in one."""
    return list(Team.objects.select_related("organisation")) if works_here(actor) else []


def get_team(actor: Actor, reference: str) -> Team:
    """One team, for the coordinator."""
    may_manage_team.check(actor)
    team = Team.objects.filter(reference=reference).first()
    if team is None:
        raise Hidden
    return team


def team_apart(organisation: Any, role: str) -> Team | None:
    """The team of an organisation in which everybody has this role and no other; None where there is none yet."""
    others = Membership.objects.exclude(role=role).values("team")
    found = Team.objects.filter(organisation=organisation).exclude(pk__in=others)
    return found.filter(memberships__role=role).distinct().first()


def free_team_name(name: str) -> str:
    """This name for a team, or the same with a number where another team has it."""
    tried = [name[:80], *(f"{name[:74]} ({number})" for number in range(2, 100))]
    return next(each for each in tried if not Team.has_namesake(each))


def team_names(references: Iterable[str]) -> dict[str, str]:
    """How these teams are called, for the public page that says who reads letters: teams, never people."""
    return dict(Team.objects.filter(reference__in=list(references)).values_list("reference", "name"))


def find_organisation(name: str) -> Any:
    """The one organisation of the list that has this name; None where there is none, or more than one."""
    listed: Any = Team._meta.get_field("organisation").related_model
    found = list(listed.objects.filter(name__iexact=name)[:2])
    return found[0] if len(found) == 1 else None


def roles_in(person: User, team: Team) -> list[str]:
    """The roles of a person in a team."""
    return sorted(membership.role for membership in person.memberships.all() if membership.team_id == team.pk)


def signing_of(actor: Actor, person: User) -> list[dict[str, Any]]:
    """The roles of a person that sign, and whether somebody vouches for each; or why this reader may not."""
    held = person.memberships.filter(role__in=SIGNING).select_related("user", "team__organisation")
    return [
        {
            "role": each.role,
            "team": each.team,
            "is_vouched": each.is_vouched,
            "seen": each.as_read,
            "why_not": may_vouch.reason(actor, each),
        }
        for each in held.order_by("team__name", "role")
    ]


def signs_for(person: Any, role: str) -> list[str]:
    """For which organisations somebody signs in this role, by name."""
    if getattr(person, "is_empty_desk", False):
        return []
    held = person.memberships.filter(role=role, team__organisation__isnull=False).select_related("team__organisation")
    return sorted({each.team.organisation.name for each in held if each.is_vouched})


def is_name_taken(sign_in_name: str) -> bool:
    """Does an account carry this name, open or closed? A name is never given twice: the trail would lie."""
    return User.objects.filter(sign_in_name=sign_in_name).exists()


def person_named(sign_in_name: str) -> User | None:
    """The open account that comes in by this name."""
    return User.objects.filter(sign_in_name=sign_in_name, is_active=True).first()


def person_by_id(key: Any) -> User | None:
    """The open account of a session."""
    return User.objects.filter(pk=key, is_active=True).first()


def teams_for_setup() -> list[Team]:
    """Every team, for whoever runs the server."""
    return list(Team.objects.order_by("name"))


def names_for_setup() -> list[str]:
    """With what people come in, for whoever runs the server and mistyped one."""
    return list(User.objects.filter(is_active=True).values_list("sign_in_name", flat=True))


def is_empty() -> bool:
    """Is nobody here yet?"""
    return not User.objects.exists()


def person_waiting(waiting: dict[str, Any], *, now: datetime) -> User | None:
    """Whoever showed her passphrase and has to show her number, in time and with the same passphrase as then."""
    person = person_by_id(waiting.get("who")) if waiting and now.timestamp() < waiting["until"] else None
    if person is None or not hmac.compare_digest(person.get_session_auth_hash(), waiting["proof"]):
        return None
    person.is_empty_desk = waiting["empty"]
    return person


def is_our_page(wanted: str) -> bool:
    """Does this address lead to a page of the house?"""
    return wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)


def page_after_signing_in(person: User, wanted: str) -> str:
    """The page she wanted, where it is one of ours; else the desk in her language."""
    if is_our_page(wanted):
        return wanted
    with translation.override(person.language):
        return reverse("desk")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the second step of somebody asks for when she comes in."""

    has_app: bool
    paper: int  # the number of her sheet that is next, or 0
    is_stopped: bool  # too many wrong ones: somebody else knows her passphrase


def asked_of(person: Any) -> Asked | None:
    """What she has to show after her passphrase; None where nothing is asked."""
    ready = list(SecondStep.objects.filter(user=person, is_ready=True))
    if not ready:
        return None
    paper = next((step.last + 1 for step in ready if step.kind == SecondStep.PAPER and step.last < SHEET), 0)
    has_app = any(step.kind == SecondStep.APP for step in ready)
    return Asked(has_app, paper, any(step.misses >= MOST_MISSES for step in ready))


def left_on_sheet(person: User) -> int | None:
    """How many numbers of her sheet are left; None where she has none."""
    sheet = SecondStep.objects.filter(user=person, is_ready=True, kind=SecondStep.PAPER).first()
    return None if sheet is None else SHEET - sheet.last


def step_in_making(person: User, kind: str) -> SecondStep | None:
    """The one she began and has not shown a number of."""
    return SecondStep.objects.filter(user=person, kind=kind, is_ready=False).first()


def mark_of(step: SecondStep) -> str:
    """What the page bears that shows a secret: only who has that page finds it again, and a session alone does not."""
    return salted_hmac("amparo.accounts.shown", bytes(step.box).hex(), algorithm="sha256").hexdigest()


def whose(person: Any, kind: str) -> str:
    """What the box of a secret is bound to."""
    return f"second:{person.pk}:{kind}"


def secret_of(step: SecondStep) -> str:
    """The secret of a second step, as apps write it."""
    raw = unlock(hashers.key_of_steps(), bytes(step.box), whose(step.user, step.kind))
    return b32encode(raw).decode()


def number_at(secret: str, place: int) -> str:
    """The number of this place: a step of time for an app (RFC 6238), a line of the sheet on paper (RFC 4226)."""
    import pyotp

    return pyotp.HOTP(secret, digits=FIGURES).at(place)


def numbers_of(secret: str, most: int) -> list[str]:
    """The numbers of a sheet, from the first."""
    return [number_at(secret, place) for place in range(1, most + 1)]


def shift_of(secret: str) -> int:
    """What is added to a step of time before it is kept: a dump shall not say when she came in last."""
    return int.from_bytes(hashlib.sha256(b"amparo/second/v1/shift" + secret.encode()).digest()[:6])


def place_that_fits(step: SecondStep, typed: str, *, now: datetime) -> int | None:
    """Which place this number is of, as it is kept, among those that are asked for and were not used; None for none."""
    number = "".join(letter for letter in typed if letter in "0123456789")
    try:
        secret, current = secret_of(step), int(now.timestamp()) // EVERY
    except Unopenable:
        return None  # the house has another key since: whoever runs the server hands her a sheet
    if step.kind == APP:
        shift = shift_of(secret)
        asked = [place for place in (current - 1, current, current + 1) if place + shift > step.last]
    else:
        shift, asked = 0, [step.last + 1] if step.last < SHEET else []
    fitting = [place + shift for place in asked if hmac.compare_digest(number_at(secret, place), number)]
    return fitting[0] if fitting else None


@dataclass(frozen=True, slots=True)
class Picture:
    """A secret as a camera reads it: squares as one path, drawn without a style."""

    size: int
    path: str


def picture_of(person: User, secret: str) -> Picture:
    """The address of a secret for an app, as squares."""
    import pyotp
    import segno  # it brings what reads XML, and most starts draw nothing

    app = pyotp.TOTP(secret, digits=FIGURES, interval=EVERY)
    code = segno.make(app.provisioning_uri(name=person.sign_in_name, issuer_name=settings.SITE_NAME), micro=False)
    rows = list(code.matrix_iter(border=4))
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Picture(len(rows), "".join(dark))
