"""The number and the label on each page: drawn over the page as it is seen, whatever way it was turned.

The old page becomes one drawing inside a new one, so that nothing it does to its own state reaches the stamp.
"""

import io

import pikepdf
from PIL import Image

A4 = (595, 842)
_MARGIN, _SIZE, _ADVANCE = 14, 9, 0.6  # points; the letters are Courier, each as wide as the other


def placed(into: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Page:
    """A new page at the end, as large as this one is seen, with this one drawn on it."""
    left, low, right, high = (float(each) for each in page.cropbox)
    unit = float(page.obj.get("/UserUnit", 1))
    size = (abs(right - left) * unit, abs(high - low) * unit)
    if int(page.obj.get("/Rotate", 0)) % 180:
        size = (size[1], size[0])
    fresh = into.add_blank_page(page_size=size)
    drawing, name = into.copy_foreign(page.as_form_xobject()), pikepdf.Name.AmparoPage
    fresh.add_resource(drawing, pikepdf.Name.XObject, name)
    fresh.contents_add(
        fresh.calc_form_xobject_placement(drawing, name, pikepdf.Rectangle(0, 0, *size), allow_shrink=True)
    )
    return fresh


def stamp(page: pikepdf.Page, font: pikepdf.Object, *, number: str, label: str) -> None:
    """Write the number at the foot and the label at the head, each on a white ground."""
    _, _, wide, high = (float(each) for each in page.mediabox)
    scale = min(max(wide / A4[0], 0.4), 6)
    name = page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.AmparoStamp)
    drawn = _words(number, wide, _MARGIN * scale, scale, str(name))
    if label:
        drawn += _words(label, wide, high - (_MARGIN + _SIZE) * scale, scale, str(name))
    page.contents_add(b"/Artifact BMC q " + drawn.encode("latin-1") + b" Q EMC")


def _words(text: str, wide: float, base: float, scale: float, font: str) -> str:
    """One short text that ends at the right margin."""
    size = _SIZE * scale
    width = len(text) * _ADVANCE * size
    left = max(wide - width - _MARGIN * scale, 1)
    safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return (
        f"1 1 1 rg {left - 2 * scale:.2f} {base - 3 * scale:.2f} {width + 4 * scale:.2f} {size + 4 * scale:.2f} re f "
        f"0 0 0 rg BT {font} {size:.2f} Tf 1 0 0 1 {left:.2f} {base:.2f} Tm ({safe}) Tj ET "
    )


def font_of(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The letters of the stamps: one of those every reader of PDFs has."""
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Courier-Bold"),
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )  # fmt: skip


def picture(into: pikepdf.Pdf, kind: str, data: bytes) -> pikepdf.Page:
    """A new page with this picture, upright or lying, as large as a sheet lets it be. It was made anew before."""
    with Image.open(io.BytesIO(data)) as image:
        wide, high = image.size
        drawn = pikepdf.Stream(
            into, data if kind == "jpg" else _on_white(image).tobytes(), Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image, Width=wide, Height=high, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray if kind == "jpg" and image.mode == "L" else pikepdf.Name.DeviceRGB,
        )  # fmt: skip
    if kind == "jpg":
        drawn.Filter = pikepdf.Name.DCTDecode
    sheet = A4 if high >= wide else A4[::-1]
    scale = min((sheet[0] - 72) / wide, (sheet[1] - 72) / high)
    size = (wide * scale, high * scale)
    at = ((sheet[0] - size[0]) / 2, (sheet[1] - size[1]) / 2)
    page = into.add_blank_page(page_size=sheet)
    name = page.add_resource(into.make_indirect(drawn), pikepdf.Name.XObject, pikepdf.Name.AmparoPicture)
    page.contents_add(f"q {size[0]:.2f} 0 0 {size[1]:.2f} {at[0]:.2f} {at[1]:.2f} cm {name} Do Q".encode())
    return page


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
