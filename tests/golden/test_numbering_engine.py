"""The engine of ODK fills in the number of every ready form that had none, a new one each time, and it is taken."""

from amparo.fieldwork.forms.made import made_of
from amparo.formats.openrosa.submissions import read_submission
from tests.engine_client import Job, fill, needs_engine
from tests.unnumbered import NUMBERED, UNNUMBERED

pytestmark = needs_engine
# A bind that says where it belongs from the root: Collect follows it, the engine does not.
BOUND_FROM_THE_ROOT = "a relative bind"


def test_the_engine_sends_each_form_with_a_number_of_its_own() -> None:
    brought = {name: each for name, each in {**UNNUMBERED, **NUMBERED}.items() if name != BOUND_FROM_THE_ROOT}
    forms = [
        made_of(each, "a.xml", key="n", number=1, kind="self", language="es").brought.xform for each in brought.values()
    ]
    told = fill(*(Job(form=each) for each in [*forms, *forms]), zone="UTC")
    assert {name: each.error for name, each in zip(brought, told, strict=False) if each.error} == {}
    numbers = [read_submission(each.xml).instance_id for each in told]
    assert all(each.startswith("uuid:") for each in numbers)
    assert len(set(numbers)) == len(numbers)
