"""Forms of ODK written by hand, for tests: fictional, and each part of them there for a reason."""

NAMESPACES = (
    'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:odk="http://www.opendatakit.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
)


def form(*, instance: str, binds: str = "", body: str = "", model: str = "", title: str = "Street") -> bytes:
    """A whole form around these parts."""
    return (
        f'<?xml version="1.0"?><h:html {NAMESPACES}><h:head><h:title>{title}</h:title><model>'
        f"{model}<instance>{instance}</instance>{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def asking(instance: str, *, body: str, binds: str = "", model: str = "") -> bytes:
    """A form whose root is ``/data``, with a number of its own."""
    return form(
        instance=f'<data id="f" version="1">{instance}<meta><instanceID/></meta></data>',
        binds=binds,
        body=body,
        model=model,
    )


STREET = form(
    instance="""<data id="street" version="20261101">
      <when/><me/><intro/>
      <about><band/><city/><other>nothing</other></about>
      <visit jr:template=""><place/><paper><kind/></paper></visit>
      <visit><place/><paper><kind/></paper></visit>
      <photo/><total/>
      <orx:meta><orx:instanceID/><orx:audit/></orx:meta>
    </data>""",
    model="""<itext>
      <translation lang="English (en)">
        <text id="band:label"><value form="image">jr://images/bands.png</value>
          <value>Age, <output value="/data/me"/></value></text>
        <text id="band:hint"><value form="guidance">Read aloud</value><value>Roughly</value></text>
        <text id="band-0"><value>Under 30</value></text>
        <text id="band-1"><value form="long">30 and over</value></text>
        <text id="about:label"><value>About you</value></text>
        <text id="late"><value>Too late</value></text>
      </translation>
      <translation lang="Español (es)" default="true()">
        <text id="band:label"><value>Edad</value></text>
        <text id="band-0"><value>Menos de 30</value></text>
        <text id="about:label"><value>Sobre ti</value></text>
        <text id="late"><value>Muy tarde</value></text>
      </translation></itext>
      <submission base64RsaPublicKey="TUlJ
        QklqQU4="/>""",
    binds="""
      <instance id="band"><root><item><name>under</name><itextId>band-0</itextId></item>
        <item><name>over</name><itextId>band-1</itextId></item></root></instance>
      <instance id="city"><root><item><name>cuc</name><label>Cúcuta</label><zone>border</zone></item>
        <item><name>bog</name><label>Bogotá</label><zone>urban</zone></item></root></instance>
      <instance id="towns" src="jr://file-csv/towns.csv"/>
      <bind nodeset="/data/when" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
      <bind nodeset="me" type="xsd:string" required="true()" jr:requiredMsg="Say something"/>
      <bind nodeset="/data/intro" type="string" readonly="true()"/>
      <bind nodeset="/data/about" relevant="/data/me != ''"/>
      <bind nodeset="/data/about/band" type="string" constraint=". != ''" jr:constraintMsg="jr:itext('late')"/>
      <bind id="cityBind" nodeset="/data/about/city" type="select1" relevant="selected(/data/about/band, 'over')"/>
      <bind nodeset="/data/photo" type="binary"/>
      <bind nodeset="/data/total" type="int" calculate="count(/data/visit) + pulldata('prices', 'a', 'b', 'c')"/>
      <bind nodeset="/data/orx:meta/orx:instanceID" type="string" calculate="concat('uuid:', uuid())"/>
      <bind nodeset="/data/orx:meta/orx:audit" type="binary"/>""",
    body="""
      <input ref="/data/me"><label>Who are you?</label><hint>As you like</hint></input>
      <input ref="/data/intro"><label>Hello</label></input>
      <group ref="/data/about" appearance="field-list"><label ref="jr:itext('about:label')"/>
        <select1 ref="band" appearance="minimal">
          <label ref="jr:itext('band:label')"/><hint ref="jr:itext('band:hint')"/>
          <itemset nodeset="randomize(instance('band')/root/item, 3)">
            <value ref="name"/><label ref="jr:itext(itextId)"/></itemset>
        </select1>
        <select1 bind="cityBind"><label>City</label>
          <itemset nodeset="instance('city')/root/item[zone = 'a]b' or zone= /data/me ][1]">
            <value ref="name"/><label ref="label"/></itemset>
        </select1>
        <input ref="../about/other"><label>Other</label></input>
      </group>
      <group ref="/data/visit"><label>A visit</label>
        <repeat nodeset="/data/visit" jr:count="2" appearance="compact">
          <select ref="/data/visit[position() = 1]/place"><label>Place</label>
            <item><label>Clinic</label><value>clinic</value></item><item><label>Court</label><value>court</value></item>
          </select>
          <group ref="./paper"><input ref="kind"><label>Which paper</label></input></group>
        </repeat></group>
      <upload ref="/data/photo" mediatype="image/*"><label>A photo</label></upload>""",
)


def _every_kind() -> bytes:
    """A form with a question of every kind, in two languages, with a repeat and a question that another one opens."""
    kinds = ("string", "int", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "barcode")
    asked = "".join(f'<input ref="/data/q_{kind}"><label>The {kind}</label></input>' for kind in kinds)
    items = "".join(
        f"<item><label>{name.title()}</label><value>{name}</value></item>" for name in ("one", "two", "three")
    )
    choosing = "".join(
        f'<{control} ref="/data/{name}"><label>Choose</label>{items}</{control}>'
        for control, name in (("select1", "choose"), ("select", "some"), ("odk:rank", "order"))
    )
    return asking(
        "".join(f"<q_{kind}/>" for kind in kinds)
        + "<choose/><some/><order/><how_much/><agree/><hello/><photo/><voice/><paper/><sum/><near/><town/><street/>"
        '<visit jr:template=""><place/><cost/></visit><left/>',
        model='<itext><translation lang="Español (es)"><text id="h"><value>Hola</value></text></translation>'
        '<translation lang="English (en)"><text id="h"><value>Hello</value></text></translation></itext>',
        binds="".join(f'<bind nodeset="/data/q_{kind}" type="{kind}"/>' for kind in kinds)
        + """
        <instance id="towns"><root><item><name>cuc</name><label>Cúcuta</label><near>yes</near></item>
          <item><name>bog</name><label>Bogotá</label><near>no</near></item></root></instance>
        <instance id="streets" src="jr://file-csv/streets.csv"/>
        <bind nodeset="/data/how_much" type="int"/>
        <bind nodeset="/data/agree" type="string" required="true()"/>
        <bind nodeset="/data/hello" type="string" readonly="true()"/>
        <bind nodeset="/data/photo" type="binary"/><bind nodeset="/data/voice" type="binary"/>
        <bind nodeset="/data/paper" type="binary"/>
        <bind nodeset="/data/sum" type="string" calculate="concat(/data/q_int, '-', /data/choose)"/>
        <bind nodeset="/data/near" type="string"/>
        <bind nodeset="/data/town" type="string" relevant="/data/near = 'yes'"/>
        <bind nodeset="/data/visit/cost" type="decimal" constraint=". &gt; 7100 and . &lt; 7200"/>
        <bind nodeset="/data/left" type="string" relevant="/data/near = 'no'"/>
        <bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>""",
        body=asked + choosing + """
        <range ref="/data/how_much" start="2" end="8" step="2"><label>How much</label></range>
        <trigger ref="/data/agree"><label>Agreed</label></trigger>
        <input ref="/data/hello"><label ref="jr:itext('h')"/></input>
        <upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>
        <upload ref="/data/voice" mediatype="audio/*"><label>Voice</label></upload>
        <upload ref="/data/paper" mediatype="application/*"><label>Paper</label></upload>
        <select1 ref="/data/near"><label>Near</label>
          <item><label>Rather not say</label><value>prefers_not</value></item>
          <item><label>Yes</label><value>yes</value></item><item><label>No</label><value>no</value></item></select1>
        <select1 ref="/data/town"><label>Town</label>
          <itemset nodeset="instance('towns')/root/item[near = /data/near]">
            <value ref="name"/><label ref="label"/></itemset></select1>
        <select1 ref="/data/street"><label>Street</label>
          <itemset nodeset="instance('streets')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>
        <group ref="/data/visit"><label>A visit</label><repeat nodeset="/data/visit">
          <input ref="/data/visit/place"><label>Where</label></input>
          <input ref="/data/visit/cost"><label>What it cost</label></input></repeat></group>
        <input ref="/data/left"><label>Left</label></input>""",
    )  # fmt: skip


EVERY_KIND = _every_kind()
