"""Forms that leave the number of their answers empty, in every way in which people write them."""

from tests.xforms import NAMESPACES

PLAIN = NAMESPACES


def form(root: str, more: str = "", *, spaces: str = PLAIN, prefix: str = "") -> bytes:
    """A form with this instance, and what the model says besides."""
    model = f"{prefix}model"
    return (
        f'<?xml version="1.0"?><h:html {spaces}><h:head><h:title>N</h:title><{model}><{prefix}instance>{root}'
        f"</{prefix}instance>{more}</{model}></h:head><h:body>"
        f'<{prefix}input ref="/data/q"/></h:body></h:html>'
    ).encode()


def data(meta: str, *, space: str = "") -> str:
    """The instance of a form with one question."""
    return f'<data id="n" version="1"{space}><q/>{meta}</data>'


OPENROSA = 'xmlns="http://openrosa.org/xforms"'
ID = "/data/meta/instanceID"
WITHOUT_JR = 'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
WITH_PREFIX = 'xmlns:f="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
OTHER_JR = WITHOUT_JR + ' xmlns:jr="http://example.org/else"'
UNNUMBERED = {
    "no bind": form(data("<meta><instanceID/></meta>")),
    "a bind that fills nothing": form(data("<meta><instanceID/></meta>"), f'<bind nodeset="{ID}" type="string"/>'),
    "a bind with a tag at its end": form(data("<meta><instanceID/></meta>"), f'<bind nodeset="{ID}"></bind>'),
    "a relative bind": form(data("<meta><instanceID/></meta>"), '<bind nodeset="meta/instanceID" readonly="true()"/>'),
    "another preload": form(
        data("<meta><instanceID/></meta>"),
        f'<bind jr:preloadParams="deviceid" nodeset="{ID}" jr:preload="property" type="string"/>',
    ),
    "no instanceID": form(data("<meta><instanceName/></meta>")),
    "an empty meta": form(data("<meta/>")),
    "an empty meta in two tags": form(data("<meta></meta>")),
    "no meta": form(data("")),
    "a number that is written": form(data("<meta><instanceID>uuid:always-the-same</instanceID></meta>")),
    "the namespace of OpenRosa": form(data(f"<meta {OPENROSA}><instanceID/></meta>")),
    "the namespace of OpenRosa, and no instanceID": form(data(f"<meta {OPENROSA}/>")),
    "a prefix of OpenRosa": form(data("<orx:meta><orx:instanceID/></orx:meta>")),
    "a prefix of OpenRosa, and no instanceID": form(data("<orx:meta/>")),
    "a bind with a prefix of OpenRosa": form(
        data("<orx:meta><orx:instanceID/></orx:meta>"), '<bind nodeset="/data/orx:meta/orx:instanceID"/>'
    ),
    "a namespace of its own": form(data("", space=' xmlns="http://example.org/own"')),
    "no prefix for JavaRosa": form(data("<meta><instanceID/></meta>"), spaces=WITHOUT_JR),
    "the prefix of JavaRosa means something else": form(data("<meta><instanceID/></meta>"), spaces=OTHER_JR),
    "a prefix for everything": form(
        data("<meta><instanceID/></meta>", space=' xmlns="http://www.w3.org/2002/xforms"'),
        spaces=WITH_PREFIX,
        prefix="f:",
    ),
    "an attribute with the sign that ends a tag": form(
        data("<meta><instanceID/></meta>"), f'<bind relevant="1 > 0" nodeset="{ID}"/>'
    ),
}
NUMBERED = {
    "a preload": form(data("<meta><instanceID/></meta>"), f'<bind nodeset="{ID}" jr:preload="uid"/>'),
    "a calculation": form(
        data("<meta><instanceID/></meta>"), f'<bind nodeset="{ID}" calculate="concat(\'uuid:\', uuid())"/>'
    ),
    "an action": form(
        data("<meta><instanceID/></meta>"),
        f'<setvalue ref="{ID}" event="odk-instance-first-load" value="concat(\'uuid:\', uuid())"/>',
    ),
}
TWO = {
    "two metas": form(data("<meta><instanceID/></meta><orx:meta><orx:instanceID/></orx:meta>")),
    "two numbers": form(data("<meta><instanceID/><instanceID/></meta>")),
}
