"""What is handed out no more: what asks for help that is gone, what was withdrawn, anything to a phone of last year."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from amparo.commons.policy.policies import Denied
from amparo.fieldwork.actions import instruments, phones, studies
from amparo.fieldwork.models import Deployment, Device, Media, Submission, Version
from tests.cast import Cast
from tests.collect_reading import read_message
from tests.desk import days_ago
from tests.field import NOW, TODAY, again_from_the_start, filled, make_field, offered
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


def test_what_is_withdrawn_is_offered_to_no_phone_and_no_page_in_whatever_study(cast: Cast) -> None:
    """Somebody found that it harms: it goes everywhere at once, and what was filled in is not lost."""
    field = make_field(cast)
    short = on_web(field)
    first, token = field.study, field.token
    assert offered(token) == ["short", "trial"]
    again_from_the_start(field)  # the same version in another study
    leda = field.person("leda")
    _device, other = phones.give_phone(field.study, person=field.people["ines"], label="Dos", by=leda, on=TODAY)
    assert offered(other) == ["trial"]
    instruments.withdraw(field.version, by=leda)
    assert (offered(token), offered(other)) == (["short"], [])
    path = f"/hojas/{token}/form/{first.deployments.get(version=field.version).reference}"
    assert Client().get(path).status_code == 404
    parts = {"xml_submission_file": SimpleUploadedFile("a.xml", filled(1), "text/xml")}
    assert Client().post(f"/hojas/{other}/submission", parts).status_code == 201
    assert Client().get(f"/cuadro/{short.reference}").status_code == 200
    instruments.withdraw(short.version, by=leda)
    assert Client().get(f"/cuadro/{short.reference}").status_code == 404
    with pytest.raises(Denied):
        studies.send_out(short.version, study=field.study, by=leda, now=NOW)


def test_a_phone_fetches_nothing_of_another_study(cast: Cast) -> None:
    field = make_field(cast)
    here, token = field.deployment.reference, field.token
    again_from_the_start(field)
    Media.objects.create(version=field.version, name="a.png", digest="0" * 32, content=b"a picture")
    there = field.deployment.reference
    for path in ("form/{}", "files/{}", "file/{}/a.png"):
        told = [Client().get(f"/hojas/{token}/{path.format(each)}").status_code for each in (here, there)]
        assert told == [200, 404], path


def test_a_form_that_is_too_large_is_refused_in_words_and_nothing_is_kept(cast: Cast) -> None:
    """A million bytes of answers; files are counted apart."""
    field = make_field(cast)
    for size, status in ((1_000_001, 400), (1_000_000, 201)):
        xml = filled(1, story="")
        xml = xml.replace(b"<story/>", b"<story>" + b"a" * (size - len(xml) - 7) + b"</story>")
        assert len(xml) == size
        parts = {"xml_submission_file": SimpleUploadedFile("a.xml", xml, "text/xml")}
        answer = Client().post(f"/hojas/{field.token}/submission", parts)
        assert answer.status_code == status
        assert Submission.objects.count() == (status == 201)
        told = read_message(answer.content)
        assert told is not None
        assert ("1 MB" in told[1]) == (status == 400), told


def test_what_has_to_be_locked_on_a_phone_is_on_no_page_whatever_is_sent_there(cast: Cast) -> None:
    field = make_field(cast, is_sensitive=True)
    Deployment.objects.update(on_web=True)  # as if somebody had written it into the table
    page = f"/cuadro/{field.deployment.reference}"
    begun_page = reverse("paper_page", args=[field.deployment.reference])
    assert Client().post(begun_page, {"do": "start"}).status_code == 404
    desk = f"/mesa/estudios/{field.study.reference}/hoja/{field.deployment.reference}"
    assert field.client("ines").get(desk).status_code == 403
    assert Client().get(page).status_code == 404
