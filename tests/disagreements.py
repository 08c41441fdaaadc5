"""One small form for each thing in which our page and the phones once disagreed, with what both make of it."""

from tests.unopened import bound
from tests.xforms import asking

NEW, FIRST = "odk-new-repeat", "odk-instance-first-load"


def counted(count: str) -> bytes:
    """Visits that an answer counts."""
    body = (
        '<input ref="/data/n"/><group ref="/data/visit">'
        f'<repeat nodeset="/data/visit" jr:count="{count}"><input ref="/data/visit/place"/></repeat></group>'
    )
    binds = (
        bound("n", 'type="int"') + bound("many", 'type="int" calculate="count(/data/visit)"')
        + bound("meta/instanceID", 'jr:preload="uid"')
    )  # fmt: skip
    return asking('<n/><visit jr:template=""><place/></visit><many/>', binds=binds, body=body)


COUNTED, COUNTED_FROM_ITSELF = counted("/data/n"), counted("current()/../n")
BLANKS = asking(
    "<where/><said/>",
    binds=bound("said", "calculate=\"concat(/data/where, '!')\"") + bound("meta/instanceID", 'jr:preload="uid"'),
    body='<select1 ref="/data/where"><item><label>A house</label><value>a house</value></item>'
    "<item><label>Street</label><value>street</value></item></select1>",
)
CORRECTED = asking(
    "<hours/><week/><month/>",
    binds=bound("hours", 'type="int"') + bound("week", 'type="int" calculate="/data/hours * 6"')
    + bound("month", 'type="int" calculate="/data/week * 4"') + bound("meta/instanceID", 'jr:preload="uid"'),
    body='<input ref="/data/hours"/><input ref="/data/week"/>',
)  # fmt: skip


def written_again(count: str, visit: str) -> bytes:
    """Visits into which something is written: into new ones, into the first ones, into both."""
    parts = "<place/><how/><both/><one/></visit>"
    return asking(
        f"<n/>{visit}{parts}",
        binds=bound("n", 'type="int"') + bound("meta/instanceID", 'jr:preload="uid"'),
        body='<input ref="/data/n"/><group ref="/data/visit">'
        f'<repeat nodeset="/data/visit"{count}>'
        f'<setvalue ref="/data/visit/how" event="{NEW}" value="\'new\'"/>'
        f'<setvalue ref="/data/visit/both" event="{FIRST} {NEW}" value="\'both\'"/>'
        f'<setvalue ref="/data/visit/one" event="{FIRST}" value="\'first\'"/>'
        '<input ref="/data/visit/place"/></repeat></group>',
    )


PLAIN, TEMPLATE = "<visit>", '<visit jr:template="">'
ASKED, ALWAYS = ' jr:count="/data/n"', ' jr:count="3"'
WRITTEN = {
    "always three": (written_again(ALWAYS, PLAIN), [("", "both", "first")] * 3),
    "always three, with a template": (written_again(ALWAYS, TEMPLATE), [("", "both", "first")] * 3),
    "as often as is answered": (written_again(ASKED, PLAIN), [("new", "both", "")] * 3),
    "as often as is answered, with a template": (written_again(ASKED, TEMPLATE), [("new", "both", "")] * 3),
    "one to begin with": (written_again("", PLAIN), [("", "both", "first")]),
    "one that somebody adds": (written_again("", TEMPLATE), [("new", "both", "")]),
}
"""Each with what stands in its visits in the end, where three are answered, or one is added where there is none."""

SELF = asking(
    "<r><a/><b/></r>",
    binds=bound("r/a", 'calculate="../a + 1"'),
    body='<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/b"/></repeat></group>',
)
