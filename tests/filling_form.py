"""A made-up form for the tests of filling in, with one of everything that our page can ask; all of it is fictional."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from amparo.formats.openrosa.filling import Filling, blank_form
from tests.xforms import asking, form

TEXTS = {
    "t-a": ("Tulcán", "Tulcã", "Tulcan"),
    "t-b": ("Ibarra", "Ibarra", "Ibarra"),
    "t-c": ("Cúcuta de ${name}", "Cúcuta", "Cucuta"),
    "late": ("Tiene que ser en 2026.", "Tem que ser em 2026.", "It must be in 2026."),
    "hello": ("Hola, ${name}", "Olá, ${name}", "Hello, ${name}"),
}


def _itext() -> str:
    languages = ("Español (es)", "Português (pt)", "English (en)")
    return "".join(
        f'<translation lang="{language}"{" default='true()'" if not number else ""}>'
        + "".join(f'<text id="{name}"><value>{_placed(texts[number])}</value></text>' for name, texts in TEXTS.items())
        + "</translation>"
        for number, language in enumerate(languages)
    )


def _placed(text: str) -> str:
    return text.replace("${name}", '<output value=" /data/name "/>')


INSTANCE = """<data id="walk" version="3" orx:version="x" xmlns:jr="http://openrosa.org/javarosa">
  <start/><end/><today/><device/><stamp/><n/><name/><nick>Flor</nick><sex/><country/><town/><towns/><luck/>
  <grp><b1/><b2/><inner><c1/></inner></grp>
  <child jr:template=""><cname/><age/><older/><pos/><sofar/></child>
  <child><cname/><age/><older/><pos/><sofar/></child>
  <many/><loop jr:template=""><l1/><l2/></loop>
  <total/><score/><label/><dec/><scale/><at/><moment/><when/><cond/><note/><ack/><code/><phone/><shown>as it is</shown>
  <orx:meta><orx:instanceID/><orx:instanceName/></orx:meta></data>"""

LISTS = """<instance id="c"><root><item><name>ec</name><label>Ecuador</label></item>
<item><name>co</name><label>Colombia</label></item></root></instance>
<instance id="t"><root><item><itextId>t-a</itextId><name>a</name><country>ec</country></item>
<item><itextId>t-b</itextId><name>b</name><country>ec</country></item>
<item><itextId>t-c</itextId><name>c</name><country>co</country></item></root></instance>"""

BINDS = """
<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start" type="dateTime"/>
<bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end" type="dateTime"/>
<bind nodeset="/data/today" jr:preload="date" jr:preloadParams="today" type="date"/>
<bind nodeset="/data/device" jr:preload="property" jr:preloadParams="deviceid" type="string"/>
<bind nodeset="/data/stamp" type="string" calculate="once(random())"/>
<bind nodeset="/data/n" type="int" constraint=". &gt; 0 and . &lt; 5"
  required="true()" jr:requiredMsg="Falta"/>
<bind nodeset="/data/name" type="string" relevant="/data/n &gt; 1"/>
<bind nodeset="/data/country" type="string" relevant="/data/name != ''"/>
<bind nodeset="/data/town" type="string" relevant="/data/country != ''"/>
<bind nodeset="/data/towns" type="string" constraint="count-selected(.) &lt; 3"/>
<bind nodeset="/data/luck" type="string"/>
<bind nodeset="/data/grp" relevant="selected(/data/towns, 'a')"/>
<bind nodeset="/data/grp/b1" type="string"/>
<bind nodeset="/data/grp/b2" type="int" relevant="../b1 = 'yes'"/>
<bind nodeset="/data/grp/inner" relevant="../b2 = 2"/>
<bind nodeset="/data/grp/inner/c1" type="string" required="../../b1 = 'yes'"/>
<bind nodeset="/data/child/cname" type="string"/>
<bind nodeset="/data/child/age" type="int" relevant="../cname != ''"/>
<bind nodeset="/data/child/older" type="string" calculate="../age + 1"/>
<bind nodeset="/data/child/pos" type="string" calculate="position(..)"/>
<bind nodeset="/data/child/sofar" type="string"
  calculate="coalesce(/data/child[position() = position(current()/..) - 1]/sofar, 0) + coalesce(../age, 0)"/>
<bind nodeset="/data/many" type="int"/>
<bind nodeset="/data/loop/l1" type="string" calculate="concat(position(..), /data/name)"/>
<bind nodeset="/data/total" type="string" calculate="count(/data/child)"/>
<bind nodeset="/data/score" type="int" calculate="if(/data/town = 'a', 10, 0) + if(/data/n &gt; 2, 5.5, 1)"/>
<bind nodeset="/data/label" type="string" calculate="jr:choice-name(/data/town, '/data/town')"/>
<bind nodeset="/data/dec" type="decimal"/>
<bind nodeset="/data/scale" type="int"/>
<bind nodeset="/data/at" type="time"/>
<bind nodeset="/data/moment" type="dateTime"/>
<bind nodeset="/data/when" type="date" constraint=". &gt;= '2026-01-01' and . &lt; '2027-01-01'"
  jr:constraintMsg="jr:itext('late')"/>
<bind nodeset="/data/cond" type="string"
  calculate="if(/data/when &lt; '2026-06-01', 'early', concat('late', /data/dec * 2))"/>
<bind nodeset="/data/note" type="string" readonly="true()" relevant="/data/score &gt; 5"/>
<bind nodeset="/data/phone" type="string" constraint="regex(., '^3[0-9]{3}$')"/>
<bind nodeset="/data/shown" type="string" readonly="/data/n != 4"/>
<setvalue ref="/data/code" event="odk-instance-first-load" value="concat('K', string-length(/data/nick))"/>
<bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid" type="string" readonly="true()"/>
<bind nodeset="/data/orx:meta/orx:instanceName" type="string" calculate="concat(/data/name, '-', /data/n)"/>"""


def _input(name: str, label: str = "", kind: str = "input", more: str = "") -> str:
    return f'<{kind} ref="/data/{name}"{more}><label>{label or name}</label></{kind}>'


def _chosen(name: str, nodeset: str, label: str, kind: str = "select1") -> str:
    return (
        f'<{kind} ref="/data/{name}"><label>{name}</label><itemset nodeset="{nodeset}">'
        f'<value ref="name"/><label ref="{label}"/></itemset></{kind}>'
    )


BODY = "".join(
    [
        _input("n", "¿Cuántas son?"),
        _input("name"),
        _input("nick"),
        '<select1 ref="/data/sex"><label ref="jr:itext(\'hello\')"/>'
        "<item><label>X</label><value>x</value></item><item><label>Y</label><value>y</value></item></select1>",
        _chosen("country", "instance('c')/root/item", "label"),
        _chosen("town", "instance('t')/root/item[country = /data/country]", "jr:itext(itextId)"),
        _chosen("towns", "instance('t')/root/item[name != /data/town]", "jr:itext(itextId)", "select"),
        _chosen("luck", "randomize(instance('t')/root/item)", "jr:itext(itextId)"),
        '<group ref="/data/grp"><label>Grupo</label>',
        _input("grp/b1") + _input("grp/b2"),
        '<group ref="/data/grp/inner" appearance="field-list">' + _input("grp/inner/c1") + "</group></group>",
        '<group ref="/data/child"><label>Hija o hijo</label><repeat nodeset="/data/child">',
        _input("child/cname") + '<input ref="/data/child/age"><label>¿Qué edad tiene <output value="../cname"/>?'
        "</label></input></repeat></group>",
        _input("many"),
        '<group ref="/data/loop"><repeat nodeset="/data/loop" jr:count=" /data/many ">',
        _input("loop/l2") + "</repeat></group>",
        _input("dec") + _input("scale", kind="range", more=' start="1" end="10" step="1"'),
        _input("at") + _input("moment") + _input("when") + _input("note", '<output value="1 + 1"/> son dos'),
        _input("ack", kind="trigger") + _input("code") + _input("phone") + _input("shown"),
    ]
)
WALK = form(instance=INSTANCE, model=f"<itext>{_itext()}</itext>", binds=LISTS + BINDS, body=BODY, title="Walk")
BLANK = blank_form(WALK)
STARTED = datetime(2026, 11, 27, 23, 40, tzinfo=ZoneInfo("America/Bogota"))
NOW = STARTED + timedelta(minutes=45)
NUMBER = "uuid:00000000-0000-4000-8000-000000000001"


def filling(answers: Mapping[str, str], *, language: str = "es", number: str = NUMBER) -> Filling:
    return Filling(BLANK, answers, number, NOW, STARTED, language)


def small(instance: str, *, body: str, binds: str = "", answers: Mapping[str, str] | None = None) -> Filling:
    blank = blank_form(asking(instance, body=body, binds=binds))
    return Filling(blank, answers or {}, NUMBER, NOW, STARTED)


FULL = {
    "/data/n": " 3 ",
    "/data/name": "Luz <&>",
    "/data/nick": "",
    "/data/sex": "y",
    "/data/country": "ec",
    "/data/town": "a",
    "/data/towns": "c b",
    "/data/child": "2",
    "/data/child[1]/cname": "Ana",
    "/data/child[1]/age": "7",
    "/data/child[2]/cname": "Sol",
    "/data/child[2]/age": "2",
    "/data/many": "1",
    "/data/loop[1]/l2": "eso",
    "/data/dec": "2,5",
    "/data/scale": "7",
    "/data/at": "8:05",
    "/data/moment": "5/3/2026 18:30",
    "/data/when": "1/7/2026",
    "/data/ack": "on",
    "/data/phone": "3001",
    "/data/shown": "not hers to say",
    "/data/grp/b1": "never asked",
    "/data/elsewhere": "nothing",
}
