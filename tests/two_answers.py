"""Two rows of a sealed column of what is asked in the field: of two studies, or of two who put a form down."""

from typing import Any

from amparo.access.reporting.queries.tickets import new_ticket
from amparo.doors.intake.actions.drafts import keep_draft, open_draft
from amparo.doors.intake.models import Draft
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Attachment, Deployment, Submission
from amparo.vault.actions.answers import named_answer, open_form_key, opener_of
from amparo.vault.actions.receipts import new_words
from tests.field import NOW, Field, again_from_the_start, filled, locked_on_phones, make_field
from tests.letters import Letters
from tests.two_rows import Two


def _two_studies(house: Letters, **more: Any) -> Field:
    """Two studies of one house, with a form and its recording in each."""
    field = make_field(house.cast, letters=house, with_voice=True, **more)
    for number in (1, 2):
        receive(field.deployment, Sent(filled(number, voice="a.mp3"), {"a.mp3": b"voice %d" % number}), now=NOW)
        if number == 1:
            again_from_the_start(field)
    return field


def _opened(field: Field, row: Any, study: Any) -> tuple[str, bytes]:
    return named_answer(opener_of(field.person("leda"), study.ring)(row.version, row.box))


def answers(house: Letters) -> Two:
    field = _two_studies(house)
    one, two = Submission.objects.order_by("deployment__study")
    return Two((one, two), lambda row: _opened(field, row, row.deployment.study))


def recordings(house: Letters) -> Two:
    field = _two_studies(house)
    one, two = Attachment.objects.order_by("submission__deployment__study")
    return Two((one, two), lambda row: _opened(field, row, row.submission.deployment.study))


def form_keys(house: Letters) -> Two:
    field = make_field(house.cast, letters=house)
    locked_on_phones(field)
    first = field.deployment
    again_from_the_start(field)
    leda = field.person("leda")
    return Two(
        (Deployment.objects.get(pk=first.pk), Deployment.objects.get(pk=field.deployment.pk)),
        lambda row: open_form_key(leda, row.study.ring, row.key_version, row.key_box),
    )


def drafts(house: Letters) -> Two:
    field = make_field(house.cast, letters=house)
    receipts = {}
    for story in ("Una.", "Otra."):
        _words, receipt = new_words("es")
        keep_draft(field.deployment, {"s": story}, receipt=receipt, ticket=new_ticket(), now=NOW)
        receipts[Draft.objects.exclude(pk__in=receipts).get().pk] = receipt
    one, two = Draft.objects.filter(pk__in=receipts)

    def read(row: Draft) -> Any:
        kept = open_draft(receipts[row.pk])
        return kept and kept.note

    return Two((one, two), read)
