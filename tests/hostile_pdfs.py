"""PDFs that want something: programs, hidden files, links, passwords, pages as large as a house. All made here."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

SECRET = "Zulema-en-secreto"


def made(pages: int = 1, *, size: tuple[float, float] = (595, 842), words: str = "prueba") -> pikepdf.Pdf:
    """A plain PDF: each page says its words and its number."""
    pdf = pikepdf.Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 20 Tf 60 {size[1] - 100} Td ({words} {number}) Tj ET".encode())
    return pdf


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    """Its bytes."""
    out = io.BytesIO()
    how = how or {"deterministic_id": True}
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, **how)  # type: ignore[arg-type]
    return out.getvalue()


def plain(pages: int = 1, words: str = "prueba") -> bytes:
    """A PDF that wants nothing."""
    return saved(made(pages, words=words))


def _script(pdf: pikepdf.Pdf) -> Dictionary:
    return pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')")))


def open_action() -> bytes:
    """A program that runs as it is opened, and one for each name."""
    pdf = made()
    pdf.Root.OpenAction = _script(pdf)
    pdf.Root.AA = Dictionary(WC=_script(pdf))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), _script(pdf)])))
    pdf.pages[0].obj.AA = Dictionary(O=_script(pdf))
    return saved(pdf)


def embedded() -> bytes:
    """A file inside, also one pinned to a page."""
    pdf = made()
    pdf.attachments["x.exe"] = pikepdf.AttachedFileSpec(pdf, SECRET.encode(), filename="x.exe")
    inside = pdf.make_stream(SECRET.encode(), Type=Name.EmbeddedFile)
    spec = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=Dictionary(F=inside)))
    pin = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=spec, Rect=Array([9, 9, 20, 20]), F=4)
    )
    pdf.pages[0].obj.Annots = Array([pin])
    pdf.pages[0].obj.AF = Array([spec])
    return saved(pdf)


def links() -> bytes:
    """A link to an address, one that starts a program, and one that sends a form."""
    pdf = made()
    acts = [
        Dictionary(S=Name.URI, URI=String(f"http://{SECRET}.example/")),
        Dictionary(S=Name.Launch, F=String(f"/bin/{SECRET}")),
        Dictionary(S=Name.SubmitForm, F=String(f"http://{SECRET}.example/")),
        Dictionary(S=Name.GoToR, F=String(f"//{SECRET}/x")),
    ]
    pdf.pages[0].obj.Annots = Array(
        pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 500, 500]), A=act))
        for act in acts
    )
    return saved(pdf)


def form() -> bytes:
    """A form with a value that can be seen, programs in its fields, and a second form in XML."""
    pdf = made()
    look = pdf.make_stream(
        b"/Tx BMC q BT /F1 12 Tf 2 5 Td (valor escrito) Tj ET Q EMC", Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 200, 20]), Resources=pdf.pages[0].Resources,
    )  # fmt: skip
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String("valor escrito"), F=4,
            Rect=Array([60, 500, 260, 520]), AP=Dictionary(N=look), AA=Dictionary(K=_script(pdf)),
            DA=String("/F1 12 Tf"),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=String(SECRET), DR=pdf.pages[0].Resources)
    return saved(pdf)


def described() -> bytes:
    """Who made it, when, with what: for the file, for a page, for a photo on it."""
    pdf = made()
    pdf.docinfo["/Author"] = SECRET
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = [SECRET]
    page = pdf.pages[0]
    page.obj.PieceInfo = Dictionary(X=Dictionary(Private=String(SECRET)))
    page.obj.Metadata = pdf.make_stream(SECRET.encode(), Type=Name.Metadata)
    out = io.BytesIO()
    photo = Image.new("RGB", (40, 30), (200, 30, 30))
    exif = Image.Exif()
    exif[0x013B] = SECRET
    photo.save(out, "JPEG", exif=exif, comment=SECRET)
    image = pdf.make_stream(
        out.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode,
    )  # fmt: skip
    image.Metadata = pdf.make_stream(SECRET.encode(), Type=Name.Metadata)
    page.Resources.XObject = Dictionary(Im1=image)
    page.contents_add(b"q 100 0 0 100 60 60 cm /Im1 Do Q")
    return saved(pdf)


def locked(password: str) -> bytes:
    """A PDF with a password; an empty one only forbids."""
    return saved(made(), encryption=pikepdf.Encryption(owner="dueña", user=password))


def huge() -> bytes:
    """A page of 70 metres."""
    pdf = made()
    pdf.pages[0].obj.MediaBox = Array([0, 0, 200_000, 300])
    return saved(pdf)


def huge_by_unit() -> bytes:
    """A sheet that says that its points are a thousand times as large."""
    pdf = made()
    pdf.pages[0].obj.UserUnit = 1000
    return saved(pdf)


def no_box() -> bytes:
    """A page with no size."""
    pdf = made()
    pdf.pages[0].obj.MediaBox = Array([0, 0, 0, 0])
    return saved(pdf)


def endless() -> bytes:
    """A tree of pages that is its own branch."""
    pdf = made()
    tree = pdf.Root.Pages
    tree.Kids = Array([tree])
    tree.Count = 9
    return saved(pdf)


def unbalanced() -> bytes:
    """A page that turns everything after it upside down, makes it white, and never ends what it began."""
    pdf = made()
    pdf.pages[0].contents_add(b" q q -1 0 0 -1 595 842 cm 1 1 1 rg 0 0 1 1 re W n BT")
    return saved(pdf)


CLEANED: dict[str, Callable[[], bytes]] = {
    "program": open_action, "file inside": embedded, "links": links, "form": form, "described": described,
}  # fmt: skip
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "password": (lambda: locked("clave"), "encrypted"),
    "huge page": (huge, "huge_page"),
    "huge by its unit": (huge_by_unit, "huge_page"),
    "no size": (no_box, "huge_page"),
    "its own branch": (endless, "broken"),
    "no pages": (lambda: saved(pikepdf.Pdf.new()), "broken"),
    "not a PDF": (lambda: b"GIF89a" + b"x" * 100, "broken"),
    "only its beginning": (lambda: b"%PDF-1.7\n", "broken"),
    "too many pages": (lambda: plain(601), "too_many_pages"),
}
