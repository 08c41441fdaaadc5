"""Writing focal points: invited, accredited, checked again, visited, away, ended, forgotten."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from amparo.access.focal_points.models import SEEN, TOLD, FocalPoint, Training, Visit
from amparo.access.focal_points.policies import (
    may_accredit,
    may_check,
    may_end,
    may_invite_of,
    may_keep_hours,
    may_look_after,
    may_note_visit,
    may_reply,
    may_say_away,
    may_stand_in,
)
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.backends import check_open
from amparo.commons.accounts.queries import free_team_name, team_apart
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.directory.queries.bodies import is_closed
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import PROCESSES, SERVER, Actor, check
from amparo.formats.access import FOCAL_POINT
from amparo.formats.codes import by_code
from amparo.formats.opening import written

CARE = "default"
EXPIRY = "house.expiry"


@unaudited("it changes nothing")
def known(list_name: str, chosen: Iterable[str]) -> list[str]:
    """Those of these codes that the list knows, once each and in its order."""
    wanted = set(chosen)
    return [code for code in by_code(list_name) if code in wanted]


@audited("focal_point.invited", using=CARE)
def invite(
    *, organisation: Any, place: Any, person: Mapping[str, str], password: str, facts: Mapping[str, Any], by: Actor,
    today: date,
) -> FocalPoint:  # fmt: skip
    """Open her account in a team of her body, with the one role, and put her on the list.

    ``person``: name_used, sign_in_name, language. ``facts``: see :func:`write`.
    """
    check_open(may_invite_of, by, organisation, is_closed(organisation))
    check(may_keep_hours, by, facts.get("hours", ()))
    team = team_apart(organisation, FOCAL_POINT)
    if team is None:
        name = free_team_name(_("Focal points: %(name)s") % {"name": organisation.name})
        team = accounts.make_team(name=name, organisation=organisation, by=by)
    user = accounts.open_account(**person, password=password, by=by)
    accounts.give_role(user, team=team, role=FOCAL_POINT, by=by)
    focal = FocalPoint(user=user, team=team, place=place, invited_on=today)
    write(focal, facts)
    return focal


@unaudited("whoever calls it is audited")
def write(focal: FocalPoint, facts: Mapping[str, Any]) -> None:
    """``facts``: competences, languages, hours (spans), and trainings (days by code)."""
    focal.competences = known("competence", facts.get("competences", ()))
    focal.languages = known("language", facts.get("languages", ()))
    focal.hours = written(facts.get("hours", ()))
    focal.save()
    days: Mapping[str, date] = facts.get("trainings", {})
    focal.trainings.all().delete()
    Training.objects.bulk_create(
        Training(focal_point=focal, code=code, on=days[code]) for code in known("training", days)
    )


@audited("focal_point.changed", target="focal", using=CARE)
def change(focal: FocalPoint, *, place: Any, deputy: FocalPoint | None, facts: Mapping[str, Any], by: Actor) -> None:
    """What she answers for, where and when, and who stands in for her."""
    check(may_look_after, by)
    check(may_keep_hours, by, facts.get("hours", ()))
    if deputy is not None:
        check(may_stand_in, by, focal, deputy)
    focal.place, focal.deputy = place, deputy
    write(focal, facts)


@audited("focal_point.invited_again", target="focal", using=CARE)
def invite_again(focal: FocalPoint, *, by: Actor) -> None:
    """Another phrase: the letter was lost, or somebody else read it."""
    check_open(may_look_after, by)
    focal.invitation = random_reference()
    focal.save(update_fields=["invitation"])


@audited("focal_point.accredited", target="focal", using=CARE)
def accredit(focal: FocalPoint, *, by: Actor, on: date) -> None:
    """From this day something may be referred to her, once her key is confirmed too."""
    check_open(may_accredit, by, focal)
    focal.accredited_on = focal.accredited_on or on
    note_check(focal, by, on)


@audited("focal_point.checked", target="focal", using=CARE)
def check_again(focal: FocalPoint, *, by: Actor, on: date, today: date) -> None:
    """Somebody made sure on that day that she is there and that what the list says holds."""
    check_open(may_check, by, focal, on, today)
    note_check(focal, by, on)


@unaudited("whoever calls it is audited")
def note_check(focal: FocalPoint, by: Actor, on: date) -> None:
    """The day, and the role of who says so: never her name."""
    focal.checked_on, focal.checked_by_role = on, "coordinator"
    focal.save(update_fields=["accredited_on", "checked_on", "checked_by_role"])


@audited("focal_point.ended", target="focal", using=CARE)
def end(focal: FocalPoint, *, by: Actor, on: date) -> None:
    """She is no longer there: her account is closed in the same act, her key opens nothing more."""
    check_open(may_end, by, focal)
    if focal.user is not None and focal.user.is_active:
        accounts.close_account(focal.user, by=by)
    focal.ended_on, focal.away_until = on, None
    focal.save(update_fields=["ended_on", "away_until"])
    FocalPoint.objects.filter(deputy=focal).update(deputy=None)


@audited("focal_point.visited", target="focal", using=CARE)
def note_visit(
    focal: FocalPoint, *, on: date, saw: Mapping[str, str], thanked: bool, role: str, by: Actor, today: date
) -> None:
    """What somebody saw who went there. ``saw``: one of ``TOLD`` for each of ``SEEN``."""
    check(may_note_visit, by, on, today)
    answers = {name: code for name, code in saw.items() if name in SEEN and code in TOLD}
    Visit.objects.create(focal_point=focal, on=on, by_role=role, thanked=thanked, **answers)


@audited("focal_point.away", target="focal", using=CARE)
def say_away(focal: FocalPoint, *, until: date, by: Actor, today: date) -> None:
    """She says that she is not there until the end of a day: who stands in for her is asked first."""
    check(may_say_away, by, focal, until, today)
    focal.away_until = until
    focal.save(update_fields=["away_until"])


@audited("focal_point.back", target="focal", using=CARE)
def come_back(focal: FocalPoint, *, by: Actor, today: date) -> None:
    """She is there again."""
    check(may_say_away, by, focal, today, today)
    focal.away_until = None
    focal.save(update_fields=["away_until"])


@audited("focal_point.replied", target="focal", using=CARE)
def reply_to_figures(focal: FocalPoint, *, reply: str, by: Actor, today: date) -> None:
    """She says something of the figures of her office: a code of ``figure_reply``; what she says last stands there."""
    check(may_reply, by, focal)
    if reply not in by_code("figure_reply"):
        raise ValueError("no code of the list figure_reply")
    focal.reply, focal.replied_on = reply, today
    focal.save(update_fields=["reply", "replied_on"])


@audited("focal_point.ended", target="focal", using=CARE)
def note_end(focal: FocalPoint, *, by: object, on: date) -> None:
    """Her account was closed elsewhere, or her role taken: from that night on the list says so too."""
    if by not in (*PROCESSES, EXPIRY):
        raise ValueError("only the house itself notes an end that it finds")
    focal.ended_on, focal.away_until = on, None
    focal.save(update_fields=["ended_on", "away_until"])


@audited("focal_point.forgotten", target="focal", using=CARE)
def forget(focal: FocalPoint, *, by: object) -> None:
    """Her name, her hours and her languages go; that this body had a focal point, and until when, stays."""
    user, focal.user = focal.user, None
    focal.hours, focal.languages, focal.deputy, focal.reply, focal.replied_on = "", [], None, "", None
    focal.save(update_fields=["user", "hours", "languages", "deputy", "reply", "replied_on"])
    focal.trainings.all().delete()
    focal.visits.all().delete()
    if user is not None and not user.is_active:  # whoever does something else here since keeps her name
        accounts.forget_name(user, by=SERVER)
