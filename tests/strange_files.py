"""Files as strangers send them: real ones, and hostile ones."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageCms

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
ORIENTATION, DESCRIPTION, GPS, LATITUDE = 0x0112, 0x010E, 0x8825, 2


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **saved: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (200, 0, 0))
    image.paste((0, 0, 200), (size[0] // 2, 0, *size))
    out = BytesIO()
    image.convert(mode).save(out, kind, **saved)
    return out.getvalue()


def a_photo() -> bytes:
    """A photo of a telephone: lying on its side, with a place, a thumbnail's worth of words, and a colour profile."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[DESCRIPTION] = "my kitchen"
    exif.get_ifd(GPS)[LATITUDE] = (52.0, 22.0, 26.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return a_picture(exif=exif, icc_profile=profile, comment=b"for my eyes only")


def a_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and then holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def a_pdf(words: str = "Invoice 4711", pages: int = 1) -> Pdf:
    """A PDF with the words on its first page, still open."""
    pdf = Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(300, 300))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(AA=font))
    pdf.pages[0].obj.Contents = pdf.make_stream(f"BT /AA 12 Tf 20 200 Td ({words}) Tj ET".encode())
    return pdf


def as_bytes(pdf: Pdf, **saved: Any) -> bytes:
    """The PDF as a file."""
    out = BytesIO()
    pdf.save(out, **saved)
    return out.getvalue()


def a_pdf_that_acts() -> bytes:
    """A PDF that holds everything that a PDF can do to its reader, and one honest link."""
    pdf = a_pdf()
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))
    field = pdf.make_indirect(
        _note(Name.Widget, FT=Name.Tx, T=String("name"), V=String("filled in"), DA=String("/AA 9 Tf"), AA=script)
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True, XFA=String("<xdp:xdp/>"))
    pdf.docinfo["/Author"] = "Somebody Private"
    pdf.attachments["evil.exe"] = b"MZ evil"
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(Private=String("Somebody Private"))
    page.Resources.Properties = Dictionary(P=pdf.make_indirect(Dictionary(Type=Name.Action, S=Name.Launch)))
    page.Annots = Array(
        [
            _note(Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.org/track"))),
            _note(Name.Link, A=Dictionary(S=Name.URI, URI=String("javascript:app.alert(1)"))),
            _note(Name.Link, A=Dictionary(S=Name.Launch, F=String("cmd.exe"))),
            _note(Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.org/next"), Next=script)),
            field,
        ]
    )
    return as_bytes(pdf)


def _note(subtype: Name, **more: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=subtype, Rect=Array([20, 20, 200, 40]), **more)


def a_bomb_of_a_pdf(layers: int = 1) -> bytes:
    """A PDF whose page unpacks to 210 MB, packed once or again."""
    pdf, packer = a_pdf(), zlib.compressobj(1)
    data = b"".join([packer.compress(bytes(1024 * 1024)) for _ in range(210)]) + packer.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    stream = Stream(pdf, b"")
    stream.write(data, filter=Array([Name.FlateDecode] * layers))
    pdf.pages[0].obj.Contents = pdf.make_indirect(stream)
    return as_bytes(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def unpacked(data: bytes) -> bytes:
    """A PDF with every part readable."""
    with Pdf.open(BytesIO(data)) as pdf:
        return as_bytes(pdf, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
