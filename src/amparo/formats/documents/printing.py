"""The printed page: one HTML file that stands by itself, with its own style, real headings and its language.

It asks for nothing: no script, no picture, no address. The PDF is laid out from the same page.
"""

from html import escape

from amparo.formats.codes import label
from amparo.formats.documents.filling import MISSING, WORDS, Block, Document, Line

STYLE = """
@page{size:A4;margin:2.5cm 2.5cm 2.2cm;@bottom-center{content:counter(page) " / " counter(pages);font:9pt sans-serif}}
body{font:12pt/1.5 "DejaVu Serif",Georgia,serif;color:#000;background:#fff;max-width:42rem;margin:0 auto;padding:1rem;
overflow-wrap:anywhere}
h1{font-size:1.35em;line-height:1.25;margin:0 0 1.2em}
h2{font-size:1.05em;margin:1.6em 0 .4em;break-after:avoid}
p,ul{margin:0 0 .8em}
p,li{white-space:pre-wrap}
ul{padding-left:1.4em}
mark{background:#fff3b0;color:#000;font-weight:bold;outline:1px solid #000}
.notice{border:2px solid #000;padding:.6em .9em;margin:0 0 1.4em}
.notice>:last-child{margin-bottom:0}
.sign{margin-top:3.5em;border-top:1px solid #000;max-width:22em;padding-top:.4em;break-inside:avoid}
@media print{body{padding:0;max-width:none}}
""".strip()
"""One style for all papers, on the screen, on paper and in a PDF."""


def page(document: Document) -> str:
    """The whole page."""
    return (
        f'<!doctype html>\n<html lang="{escape(document.tag)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(document.neutral_title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{notice(document)}<h1>{escape(document.title)}</h1>\n"
        + "".join(map(_block, document.blocks))
        + "</main>\n</body>\n</html>\n"
    )


def notice(document: Document) -> str:
    """What stands above a paper that is not finished: that it is a model, and what is missing."""
    if not document.notice and not document.missing:
        return ""
    rows = "".join(f"<li>{escape(each)}</li>" for each in document.missing)
    heading = escape(label(WORDS, "missing_list", document.language))
    listed = f"<p>{heading}:</p>\n<ul>{rows}</ul>\n" if rows else ""
    said = f"<p><strong>{escape(document.notice)}</strong></p>\n" if document.notice else ""
    return f'<div class="notice">\n{said}{listed}</div>\n'


def _block(block: Block) -> str:
    if block.kind == "heading":
        return f"<h2>{_line(block.lines[0])}</h2>\n"
    if block.kind == "paragraph":
        return f"<p>{_line(block.lines[0])}</p>\n"
    if block.kind == "list":
        return f"<ul>{''.join(f'<li>{_line(each)}</li>' for each in block.lines)}</ul>\n"
    return "".join(f'<p class="sign">{_line(each)}</p>\n' for each in block.lines)


def _line(line: Line) -> str:
    return "".join(f"<mark>{escape(each.text)}</mark>" if each.kind == MISSING else escape(each.text) for each in line)
