"""Weighing what people said of a service."""

from typing import Any

from amparo.commons.audit.actions import audited
from amparo.commons.directory.models import Feedback, Service
from amparo.commons.directory.policies import may_moderate
from amparo.commons.policy.policies import Hidden
from amparo.formats.codes import by_code

CARE = "default"


@audited("feedback.accepted", target="service", using=CARE)
def accept_feedback(service: Service, *, code: str, by: Any) -> int:
    """Count these answers: "it was closed", counted twice, brings the place to the top of who confirms."""
    may_moderate.check(by)
    return _decide(service, code, "accepted")


@audited("feedback.dismissed", target="service", using=CARE)
def dismiss_feedback(service: Service, *, code: str, by: Any) -> int:
    """Leave these answers out: they say nothing true of this place."""
    may_moderate.check(by)
    return _decide(service, code, "dismissed")


def _decide(service: Service, code: str, state: str) -> int:
    """Move the new answers of one kind."""
    if code not in by_code("feedback"):
        raise Hidden
    return Feedback.objects.filter(service=service, code=code, state="new").update(state=state)
