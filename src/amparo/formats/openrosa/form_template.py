"""The empty document that a form gives a phone to fill in, cut out of the form so that it stands by itself."""

from collections.abc import Iterable

from amparo.formats.openrosa.documents import Element


def template_of(xml: bytes, root: Element, *, above: Iterable[Element]) -> bytes:
    """The bytes of the primary instance as they stand in the form.

    Prefixes that were declared ``above`` it are declared on it, so that it can be read alone. The namespace without a
    prefix is not handed down: it is the one of forms, and a filled-in form is none.
    """
    declared: dict[str, str] = {}
    for each in above:
        declared |= each.declares
    declared = {prefix: uri for prefix, uri in declared.items() if prefix and prefix not in root.declares}
    cut = xml[root.begins : xml.index(b">", root.ends) + 1]
    prefixes = "".join(f' xmlns:{prefix}="{_quoted(uri)}"' for prefix, uri in declared.items()).encode()
    after_name = next(place for place, byte in enumerate(cut) if byte in b" \t\r\n/>")
    return cut[:after_name] + prefixes + cut[after_name:]


def _quoted(uri: str) -> str:
    return uri.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
