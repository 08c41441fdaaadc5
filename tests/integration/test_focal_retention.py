"""What is kept of somebody who no longer answers: for ninety days her name, and after that none of it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amparo.access.focal_points import actions, retention
from amparo.access.focal_points.models import FocalPoint, Visit
from amparo.access.focal_points.queries import desk
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.config.management.commands.tidy import rooms
from tests.focal import TODAY, accredited, again, before, said

pytestmark = pytest.mark.django_db(databases=["default"])


def night(days: int = 0) -> None:
    """The night so many days after the day of these tests, at noon so that no zone changes the day."""
    now = datetime.combine(TODAY, time(12), UTC) + timedelta(days=days)
    for item in retention.due(now):
        retention.shred(item)


def test_ninety_days_after_she_ended_her_name_goes(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"], name="Nora", on=before(20), trainings={"under_18": before(30)})
    Visit.objects.create(focal_point=focal, on=before(40), by_role="peer")
    user = focal.user
    actions.end(focal, by=cast.ana, on=TODAY)
    night(89)
    assert User.objects.get(pk=user.pk).name_used == "Nora"
    night(90)
    kept, person = again(focal), User.objects.get(pk=user.pk)
    assert (kept.user, kept.hours, kept.languages) == (None, "", [])
    assert (kept.competences, kept.ended_on, kept.team) == (["health"], TODAY, focal.team)
    assert not kept.trainings.exists()
    assert not kept.visits.exists()
    assert (person.name_used, person.sign_in_name) == ("·", f"-{user.reference}")
    assert said("focal_point.forgotten") == [("house.expiry", f"focalpoint:{focal.reference}")]
    assert said("user.forgotten") == [("house.server", f"user:{user.reference}")]
    line = desk.line_of(desk.get_focal_point(cast.ana, focal.reference), TODAY)
    assert (line.name, line.state.code) == ("", "ended")
    night(91)
    assert len(said("focal_point.forgotten")) == 1


def test_an_account_that_was_closed_elsewhere_ends_by_itself_the_same_night(cast: Any, places_small: Any) -> None:
    closed, stays = accredited(places_small["tulcan"]), accredited(places_small["tulcan"])
    accounts.close_account(closed.user, by=cast.ana)
    night()
    assert (again(closed).ended_on, again(stays).ended_on) == (TODAY, None)
    assert said("focal_point.ended") == [("house.expiry", f"focalpoint:{closed.reference}")]


def test_who_lost_her_role_and_works_on_here_keeps_her_name(cast: Any, places_small: Any) -> None:
    """Her account is open: the list lets go of her, and her name is hers."""
    focal = accredited(places_small["tulcan"], name="Nora")
    accounts.take_role(focal.user, team=focal.team, role="focal_point", by=cast.ana)
    accounts.give_role(User.objects.get(pk=focal.user_id), team=cast.border, role="editor", by=cast.ana)
    night()
    night(90)
    assert again(focal).user is None
    assert User.objects.get(pk=focal.user_id).name_used == "Nora"


def test_visits_are_kept_for_two_years(places_small: Any) -> None:
    focal = accredited(places_small["tulcan"])
    old = Visit.objects.create(focal_point=focal, on=before(731), by_role="peer")
    kept = Visit.objects.create(focal_point=focal, on=before(730), by_role="peer")
    night()
    assert set(Visit.objects.all()) == {kept}
    assert old != kept


def test_the_tables_refuse_a_name_that_is_forgotten_before_its_time(places_small: Any) -> None:
    focal = accredited(places_small["tulcan"])
    for change in ({"user": None}, {"checked_on": None}, {"checked_by_role": ""}, {"checked_on": before(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FocalPoint.objects.filter(pk=focal.pk).update(**change)


def test_nobody_but_the_house_forgets_a_name_and_only_of_a_closed_account(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"])
    for user, by in ((focal.user, accounts.SERVER), (focal.user, cast.ana)):
        with pytest.raises(ValueError, match="only the house itself"):
            accounts.forget_name(user, by=by)
    with pytest.raises(ValueError, match="only the house itself"):
        actions.note_end(focal, by=cast.ana, on=TODAY)


def test_the_night_knows_this_room() -> None:
    assert rooms()["focal_points"] is retention
