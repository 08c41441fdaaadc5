"""A filled form out of what a row says, as a phone would have sent it."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from amparo.formats.openrosa.documents import META
from amparo.formats.openrosa.forms import Form


def write_form(form: Form, answers: Mapping[str, str], instance_id: str) -> bytes:
    """The bytes of a filled form: its answers by the paths of their questions, in the order of the form."""
    out, at = [], [form.root]
    space = f" xmlns={quoteattr(form.namespace)}" if form.namespace else ""
    out.append(f"<{form.root} id={quoteattr(form.id)} version={quoteattr(form.version)}{space}>")
    for question in form.questions:
        if not answers.get(question.path):
            continue
        steps = question.path.strip("/").split("/")
        shared = next((place for place, (one, other) in enumerate(zip(at, steps[:-1], strict=False)) if one != other),
                      min(len(at), len(steps) - 1))  # fmt: skip
        out += [f"</{name}>" for name in reversed(at[shared:])]
        out += [f"<{name}>" for name in steps[shared:-1]]
        at = steps[:-1]
        out.append(f"<{steps[-1]}>{escape(answers[question.path])}</{steps[-1]}>")
    out += [f"</{name}>" for name in reversed(at[1:])]
    out.append(f'<meta xmlns="{META}"><instanceID>{escape(instance_id)}</instanceID></meta></{form.root}>')
    return "".join(out).encode()
