"""A PDF put together anew from what its pages show, so that nothing is left that acts."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from cases.messages.cleaner.refused import Refused

MOST_PAGES = 500
UNPACKED = 200 * 1024 * 1024
_OF_A_PAGE = frozenset(
    {
        "/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox",
        "/Rotate", "/Group", "/UserUnit",
    }
)  # fmt: skip
_ACTIONS = frozenset(
    {
        "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm", "/Hide", "/Named",
        "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/Trans", "/GoTo3DView", "/SetOCGState", "/Thread",
        "/URI",
    }
)  # fmt: skip
_THINGS = frozenset({"/Action", "/Filespec", "/EmbeddedFile", "/Metadata", "/Annot"})
_BESIDE_A_DRAWING = (
    "/F", "/FFilter", "/FDecodeParms", "/AF", "/Metadata", "/Measure", "/OPI", "/PieceInfo", "/PtData", "/Ref",
)  # fmt: skip
"""Keys of a stream that name a file outside, or private data of the program that made it."""
_LINKS = ("https://", "http://", "mailto:")


def clean_pdf(data: bytes) -> bytes:
    """The pages as they look, forms and notes drawn into them, with links to the web. Raises ``Refused``.

    The document around them (actions, scripts, embedded files, XFA, names, metadata) is left behind as a whole.
    """
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=UNPACKED, run_length_max_memory=UNPACKED, png_max_memory=UNPACKED, tiff_max_memory=UNPACKED
    )
    try:
        source = Pdf.open(BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Refused("field.pdf_locked") from error
    with source, Pdf.new() as made:
        if not 0 < len(source.pages) <= MOST_PAGES:
            raise Refused("field.pdf_too_long" if len(source.pages) else "field.file_damaged", pages=MOST_PAGES)
        _draw_forms(source)
        links = [_strip(page) for page in source.pages]
        made.pages.extend(source.pages)
        for thing in made.objects:
            _disarm(thing)
        _check_size(made)
        for page, kept in zip(made.pages, links, strict=True):
            if kept:
                page.obj.Annots = made.make_indirect(Array([made.make_indirect(_link(*link)) for link in kept]))
        out = BytesIO()
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _draw_forms(source: Pdf) -> None:
    """What was filled in, and notes on the page, become part of the page."""
    form = source.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and form.get("/NeedAppearances"):
        source.generate_appearance_streams()
    source.flatten_annotations()


def _strip(page: Page) -> list[tuple[Any, str]]:
    """Take from the page what does not show; the places and addresses of its links."""
    annotations = page.obj.get("/Annots")
    links = [] if not isinstance(annotations, Array) else [link for note in _each(annotations) if (link := _web(note))]
    for key in set(page.obj.keys()) - _OF_A_PAGE:
        del page.obj[key]
    return links


def _each(array: Array) -> Iterator[Dictionary]:
    for number in range(len(array)):
        note = array[number]
        if isinstance(note, Dictionary):
            yield note


def _web(note: Dictionary) -> tuple[Any, str] | None:
    action, place = note.get("/A"), note.get("/Rect")
    if note.get("/Subtype") != Name.Link or not isinstance(action, Dictionary) or not isinstance(place, Array):
        return None
    address = str(action.get("/URI", ""))
    is_web = action.get("/S") == Name.URI and address.lower().startswith(_LINKS)
    return ([float(str(place[side])) for side in range(4)], address) if is_web else None


def _link(place: list[float], address: str) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array(place),
        Border=Array([0, 0, 0]),
        A=Dictionary(S=Name.URI, URI=pikepdf.String(address)),
    )


def _disarm(thing: Object) -> None:
    """Take what acts from a thing and from what lies within it; another thing that it names has its own turn.

    Nothing is left that would start it, so this is the second lock. It goes by what a value is and not by its name,
    because a font may be called ``/AA``.
    """
    if isinstance(thing, Stream):
        for key in _BESIDE_A_DRAWING:
            if key in thing:
                del thing[key]
    elif not isinstance(thing, Array | Dictionary):
        return
    places: list[Any] = list(range(len(thing)) if isinstance(thing, Array) else thing.keys())
    for key in places:
        part = thing[key]
        if _acts(part):
            thing[key] = Dictionary()
        elif isinstance(part, Array | Dictionary) and not part.is_indirect:
            _disarm(part)


def _acts(part: Object) -> bool:
    """Whether it is an action, a script, a file within the file, or data about the file."""
    if not isinstance(part, Dictionary | Stream):
        return False
    is_script = isinstance(part.get("/JS"), pikepdf.String | Stream)
    is_file = "/EF" in part and ("/F" in part or "/UF" in part)
    return is_script or is_file or str(part.get("/S")) in _ACTIONS or str(part.get("/Type")) in _THINGS


def _check_size(made: Pdf) -> None:
    """Unpack each stream once within the bound, because whoever opens the file would have to."""
    for thing in made.objects:
        if isinstance(thing, Stream):
            try:
                thing.get_stream_buffer(decode_level=pikepdf.StreamDecodeLevel.generalized)
            except (pikepdf.PdfError, RuntimeError) as error:
                # A picture with a broken end is shown as far as it goes; only too much is too much.
                if "limit exceeded" in str(error):
                    raise Refused("field.pdf_unpacks", megabytes=UNPACKED // 1024 // 1024) from error
