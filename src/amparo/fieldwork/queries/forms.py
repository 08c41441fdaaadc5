"""Forms as they were read: once in each process, because thousands of answers come to the same one."""

from functools import lru_cache

from amparo.fieldwork.models import Deployment
from amparo.formats.openrosa.forms import Form, read_form

KEPT = 64  # forms in the memory of a process


def form_of(deployment: Deployment) -> Form:
    """The form that a study asks. A signed version never changes, so it is read once."""
    return form_in(bytes(deployment.xform))


@lru_cache(maxsize=KEPT)
def form_in(xform: bytes) -> Form:
    """The form that these bytes are; ``BadForm`` where they are none."""
    return read_form(xform)
