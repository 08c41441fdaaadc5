"""The cover and the index of a bundle, as a page of ours that is laid out like every other."""

from collections.abc import Sequence
from html import escape

from amparo.formats.codes import label
from amparo.formats.documents.filling import WORDS

STYLE = """
@page{size:A4;margin:2cm 2cm 2.2cm}
body{font:11pt/1.45 "DejaVu Serif",Georgia,serif;color:#000}
h1{font-size:1.5em;margin:6cm 0 1cm;text-align:center}
h2{break-before:page;font-size:1.2em}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #000;text-align:left;vertical-align:top;padding:.3em .5em .3em 0;overflow-wrap:anywhere}
tr{break-inside:avoid}
code{font:8pt/1.3 "DejaVu Sans Mono",monospace;display:block}
p{text-align:center}
.beside{text-align:left}
""".strip()


def front(rows: Sequence[tuple[str, str, str, str, bool]], *, heading: str, language: str, day: str) -> str:
    """The page. A row is a label, what it is, its pages, the digest of its file, and whether that had to be mended."""
    words = {each: escape(label(WORDS, each, language)) for each in (
        "bundle", "index", "exhibit", "what_it_is", "pages", "digest", "digest_note", "mended",
    )}  # fmt: skip
    head = "".join(f'<th scope="col">{words[each]}</th>' for each in ("exhibit", "what_it_is", "pages"))
    body = "".join(
        f"<tr><td>{escape(mark)}</td><td>{escape(what)}<code>{digest}</code>"
        f"{f'<em>{words["mended"]}</em>' if is_mended else ''}</td><td>{pages}</td></tr>"
        for mark, what, pages, digest, is_mended in rows
    )
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{words['bundle']}</title><style>{STYLE}</style></head><body>"
        f"<h1>{escape(heading) or words['bundle']}</h1>"
        f'<p>{escape(day)}</p><h2>{words["index"]}</h2><p class="beside">{words["digest"]}. {words["digest_note"]}</p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></body></html>"
    )
