"""Who is handed nothing any more: a page for whoever answers alone, where help is gone; a phone whose time is over."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.fieldwork.models import Device, Submission, Version
from tests.cast import Cast
from tests.desk import days_ago
from tests.field import filled, make_field, offered
from tests.web_form import begun, on_web

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def test_nobody_is_asked_alone_on_a_page_where_no_help_is_near_and_who_began_may_send(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amparo.doors.intake.views.paper.WAIT", 0)
    field = make_field(cast)
    short = on_web(field)
    page = f"/cuadro/{short.reference}"
    desk, ines = f"/mesa/estudios/{field.study.reference}/hoja/{short.reference}", field.client("ines")
    assert [Client().get(page).status_code, ines.get(desk).status_code] == [200, 200]
    she = begun(short).presses("start").presses("next", may="yes").presses("next", counted="yes")
    Version.objects.filter(pk=short.version_id).update(needs=["lawyer"])  # of this part of the country no list is laid
    assert Client().get(page).status_code == 404
    assert ines.get(desk).status_code == 403
    assert short.version.title not in ines.get("/mesa/hojas").text
    assert "Gracias" in she.presses("next", story="algo").presses("next").presses("send").text
    assert Submission.objects.filter(deployment=short).count() == 1
    Version.objects.filter(pk=short.version_id).update(needs=[])
    assert Client().get(page).status_code == 200


def test_a_phone_whose_time_is_over_fetches_and_sends_nothing(cast: Cast) -> None:
    field = make_field(cast)
    assert offered(field.token) == ["trial"]
    parts = {"xml_submission_file": SimpleUploadedFile("a.xml", filled(1), "text/xml")}
    Device.objects.filter(pk=field.device.pk).update(until=days_ago(1))
    for path in ("formList", "submission", f"form/{field.deployment.reference}"):
        assert Client().get(f"/hojas/{field.token}/{path}").status_code == 404, path
    assert Client().post(f"/hojas/{field.token}/submission", parts).status_code == 404
    assert not Submission.objects.exists()
    Device.objects.filter(pk=field.device.pk).update(until=days_ago(0))
    assert offered(field.token) == ["trial"], "on its last day it still serves"
