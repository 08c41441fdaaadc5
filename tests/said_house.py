"""What the tests of "What they said" share: a form that asks whether somebody shall come, and its pages."""

from typing import Any

from django.urls import reverse

from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Submission
from tests.field import ALLOWED, GIVEN_ASKED, GIVEN_BIND, NOT_SAID, NOW, VOICE_ASKED, VOICE_BIND, XFORM, Field, filled

HELP = (
    '<select1 ref="/data/help"><label>¿Quieres que alguien te ayude con algo?</label>'
    "<item><label>Sí, hoy</label><value>today</value></item>"
    "<item><label>Sí, otro día</label><value>later</value></item>"
    f"<item><label>No, gracias</label><value>no</value></item>{NOT_SAID}</select1>"
)
WITH_HELP = (
    XFORM.replace("<given/>", "<help/><given/>")
    .replace(GIVEN_BIND, f'<bind nodeset="/data/help" {ALLOWED}/>{GIVEN_BIND}')
    .replace(GIVEN_ASKED, HELP + GIVEN_ASKED)
)


VOICED = (
    WITH_HELP.replace("<given/>", "<urgent/><voice/><given/>")
    .replace(GIVEN_BIND, f'<bind nodeset="/data/urgent" {ALLOWED}/>{VOICE_BIND}{GIVEN_BIND}')
    .replace(
        GIVEN_ASKED,
        '<select1 ref="/data/urgent"><label>¿Algo urgente?</label><item><label>Sí, urgente</label><value>yes</value>'
        f"</item><item><label>No</label><value>no</value></item>{NOT_SAID}</select1>{VOICE_ASKED}{GIVEN_ASKED}",
    )
)


def came(
    field: Field, number: int, help_: str = "", *, odd: str = "", files: dict[str, bytes] | None = None, **more: str
) -> Submission:
    """A form that came; ``odd`` stands in it as it is."""
    xml = filled(number, **more).replace(b"<given/>", f"<help>{help_}</help>{odd}<given/>".encode())
    here = set(Submission.objects.values_list("pk", flat=True))
    receive(field.deployment, Sent(xml, files or {}), now=NOW)
    return Submission.objects.exclude(pk__in=here).get()


def page(
    field: Field, name: str, who: str = "leda", verb: str = "get", sent: dict[str, str] | None = None, **args: Any
) -> Any:
    """A page of the study, as somebody gets it."""
    kwargs = {"reference": field.study.reference, **args}
    return getattr(field.client(who), verb)(reverse(name, kwargs=kwargs), sent or {})
