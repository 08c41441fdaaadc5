"""Taking out of a finished file whatever says who made it, when, with what, and of which template.

A Word file is a zip: its folder of properties goes, with everything that points to it, and every part bears the same
day. A PDF keeps what a screen reader needs (language, title, structure) and nothing else beside its pages.
"""

import io
import re
import zipfile
from html import escape

import pikepdf

GONE = frozenset(
    (
        "/PieceInfo", "/LastModified", "/Names", "/AF", "/OpenAction", "/AA", "/AcroForm", "/Collection", "/URI",
        "/SpiderInfo", "/DSS", "/Perms", "/Legal",
    )
)  # fmt: skip
"""What a PDF may say at its root besides its pages: programs, hidden files, forms, marks of who made it."""
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can write
_GONE = re.compile(r"^(?:docProps|customXml)/|/thumbnail\.", re.IGNORECASE)
_POINTS = re.compile(rb"<(?:Relationship|Override)\b[^>]*(?:docProps/|customXml/|/customXml|thumbnail)[^>]*?/>")
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>'
    '{more}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_UA = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)


def bare_zip(data: bytes) -> bytes:
    """The same Word file without properties, in an order and with a day that say nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [each for each in old.namelist() if not _GONE.search(each)]
        for name in sorted(names, key=lambda each: (each != "[Content_Types].xml", each)):
            body = old.read(name)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                body = _POINTS.sub(b"", body)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(entry, body)
    return out.getvalue()


def bare_pdf(pdf: pikepdf.Pdf, *, title: str, language: str, is_accessible: bool) -> bytes:
    """The bytes of a PDF with a neutral title and its language, and no other word about itself."""
    root = pdf.Root
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for key in GONE.intersection(root.keys()):
        del root[key]
    root.Lang = pikepdf.String(language)
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    said = _XMP.format(title=escape(title), more=_UA if is_accessible else "").encode()
    root.Metadata = pikepdf.Stream(pdf, said, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()
