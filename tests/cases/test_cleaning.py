"""A stranger's file made harmless: nothing is left but what it shows, and a bomb stays outside."""

from __future__ import annotations

import gzip
import io
import subprocess
import zipfile
from io import BytesIO
from time import monotonic

import pikepdf
import pytest
from PIL import Image

from cases.errors import Busy, ShapeInvalid
from cases.messages import cleaning
from cases.messages.cleaning import LARGEST, TooLarge, UnsupportedType, clean
from tests.builders import a_png
from tests.strange_files import (
    DESCRIPTION,
    GPS,
    HTML,
    SVG,
    a_bomb_of_a_pdf,
    a_header,
    a_pdf,
    a_pdf_that_acts,
    a_photo,
    a_picture,
    as_bytes,
    unpacked,
)


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(10_000_000))
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(clean(data).data))
    image.load()
    return image


def reason(data: bytes) -> str:
    with pytest.raises(ShapeInvalid) as refused:
        clean(data)
    (fault,) = refused.value.errors
    assert fault.pointer == "/file"
    return fault.reason


@pytest.mark.parametrize(
    "data", [b"", SVG, HTML, a_zip(), gzip.compress(bytes(1000), mtime=0), b"MZ", b" %PDF-1.7", b"RIFF\0\0\0\0WAVE"]
)
def test_it_takes_only_what_begins_as_a_picture_or_a_pdf(data: bytes) -> None:
    with pytest.raises(UnsupportedType):
        clean(data)


def test_it_takes_nothing_that_is_too_large() -> None:
    with pytest.raises(TooLarge):
        clean(a_png() + bytes(LARGEST))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA"), ("JPEG", "RGB"), ("JPEG", "L"),
     ("JPEG", "CMYK"), ("GIF", "P"), ("WEBP", "RGB"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_it_keeps_a_picture_in_its_format(kind: str, mode: str) -> None:
    given = a_picture(kind, mode=mode)
    made = clean(given)
    assert made.content_type == f"image/{kind.lower()}"
    before, after = Image.open(BytesIO(given)).convert("RGB"), Image.open(BytesIO(made.data)).convert("RGB")
    assert after.size == before.size
    for place in ((5, 10), (35, 10)):
        shades = zip(before.getpixel(place), after.getpixel(place), strict=True)  # type: ignore[arg-type]  # of RGB it is a tuple
        assert all(abs(one - other) < 12 for one, other in shades), place


def test_it_keeps_a_picture_of_one_pixel() -> None:
    assert drawn(a_png(7)).getpixel((0, 0)) == 7


def test_it_keeps_what_is_transparent() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putpixel((1, 0), 1)
    for kind in ("PNG", "GIF"):
        out = BytesIO()
        image.save(out, kind, transparency=1)
        after = drawn(out.getvalue()).convert("RGBA")
        assert [after.getpixel((x, 0))[3] for x in (0, 1)] == [255, 0], kind  # type: ignore[index]  # of RGBA it is a tuple


def test_it_drops_where_a_photo_was_taken_and_turns_it_upright() -> None:
    given, after = a_photo(), drawn(a_photo())
    assert b"my kitchen" in given
    assert GPS in Image.open(BytesIO(given)).getexif()
    assert after.size == (20, 40)
    assert dict(after.getexif()) == {}
    assert {"exif", "icc_profile", "comment", "xmp"} & set(after.info) == set()
    for private in (b"my kitchen", b"for my eyes only", b"Exif", b"ICC_PROFILE"):
        assert private not in clean(given).data


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_it_drops_what_other_formats_say_beside_the_pixels(kind: str) -> None:
    exif = Image.Exif()
    exif[DESCRIPTION] = "my kitchen"
    given = a_picture(kind, exif=exif)
    assert b"my kitchen" in given
    assert b"my kitchen" not in clean(given).data


def test_it_keeps_a_photo_as_sharp_as_it_came() -> None:
    noise = Image.effect_noise((400, 300), 80).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=35)
    assert 0.9 < len(clean(out.getvalue()).data) / len(out.getvalue()) < 1.1


def test_it_drops_what_follows_a_picture() -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        made = clean(a_picture(kind, mode="P" if kind == "GIF" else "RGB") + HTML + a_zip())
        assert HTML not in made.data
        assert not zipfile.is_zipfile(BytesIO(made.data))


def test_it_makes_a_picture_that_is_a_page_too_a_picture_only() -> None:
    page = b"GIF89a/*" + HTML + b"*/"
    assert reason(page) in ("field.file_damaged", "field.image_too_large")
    spoken = a_picture("GIF", mode="P", comment=HTML)
    assert HTML in spoken
    assert b"script" not in clean(spoken).data


def test_it_keeps_the_first_frame_of_a_moving_picture() -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 120, 240)]
    for kind in ("GIF", "WEBP", "PNG"):
        out = BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        assert getattr(Image.open(out), "n_frames", 1) == 3
        assert getattr(drawn(out.getvalue()), "n_frames", 1) == 1, kind


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (20_000, 1), (1, 2**31 - 1), (8_000, 8_000)])
def test_it_refuses_a_picture_of_too_many_pixels_by_its_header(width: int, height: int) -> None:
    began = monotonic()
    assert reason(a_header(width, height)) == "field.image_too_large"
    assert monotonic() - began < 10


def test_it_takes_a_picture_of_as_many_pixels_as_it_says() -> None:
    assert clean(a_picture("WEBP", (8_300, 6_000), quality=1, method=0)).content_type == "image/webp"


def test_it_refuses_a_picture_that_ends_too_soon() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = a_picture(kind, (300, 300))
        assert reason(whole[: len(whole) // 2]) == "field.file_damaged", kind
    assert reason(b"\xff\xd8\xff") == "field.file_damaged"


def test_it_keeps_what_a_pdf_shows_and_drops_what_it_does() -> None:
    given, made = a_pdf_that_acts(), clean(a_pdf_that_acts())
    active = (b"/JavaScript", b"app.alert", b"/Launch", b"/OpenAction", b"xdp:xdp", b"evil", b"Private")
    assert [word for word in active if word not in unpacked(given)] == []
    assert [word for word in active if word in unpacked(made.data)] == []
    assert made.text == "Invoice 4711 filled in"


def test_it_keeps_the_links_of_a_pdf_to_the_web() -> None:
    with pikepdf.open(BytesIO(clean(a_pdf_that_acts()).data)) as pdf:
        links = [str(note.A.URI) for note in pdf.pages[0].obj.Annots]
        assert links == ["https://example.org/track", "https://example.org/next"]
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in pdf.trailer


@pytest.mark.parametrize("layers", [1, 2])
def test_it_refuses_a_pdf_that_is_a_bomb(layers: int) -> None:
    bomb = a_bomb_of_a_pdf(layers)
    assert len(bomb) < 2_000_000
    assert reason(bomb) == "field.pdf_unpacks"


def test_it_refuses_a_pdf_that_it_cannot_read() -> None:
    assert reason(b"%PDF-1.7\n" + HTML) == "field.file_damaged"
    assert reason(as_bytes(a_pdf(), encryption=pikepdf.Encryption(user="x", owner="y"))) == "field.pdf_locked"
    assert reason(as_bytes(a_pdf(pages=501))) == "field.pdf_too_long"


def test_it_unlocks_a_pdf_that_anybody_may_read() -> None:
    assert clean(as_bytes(a_pdf(), encryption=pikepdf.Encryption(user="", owner="y"))).text == "Invoice 4711"


def test_it_takes_no_more_words_from_a_pdf_than_a_search_needs() -> None:
    pdf = a_pdf()
    line = b"BT /AA 1 Tf 20 200 Td " + b"(The guarantee of this machine.) Tj " * 100 + b"ET"
    pdf.pages[0].obj.Contents = pdf.make_stream(line)
    for _ in range(399):
        pdf.pages.append(pdf.pages[0])
    assert len(clean(as_bytes(pdf)).text) == 200_000


def test_it_keeps_a_pdf_whose_words_cannot_be_read_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_ask_the_cleaner", lambda *_: b'{"size": 4}\n%PDF')
    assert clean(b"%PDF-").text == ""


def test_it_refuses_a_file_at_which_the_process_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    for said in (b"", b'{"size": 400}\n%PDF'):
        monkeypatch.setattr(cleaning, "_ask_the_cleaner", lambda *_, said=said: said)
        assert reason(b"%PDF-") == "field.file_damaged"


def test_it_says_so_when_too_many_files_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_WAIT", 0.01)
    with cleaning._PLACES, cleaning._PLACES, pytest.raises(Busy):
        clean(a_png())
    assert clean(a_png()).content_type == "image/png"


def test_it_lets_the_process_know_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    real = subprocess.run

    def run(*command: object, **more: object) -> object:
        asked.update(more)
        return real(*command, **more)  # type: ignore[call-overload]  # handed on as it came

    monkeypatch.setenv("NAZORG_SECRET", "x" * 40)
    monkeypatch.setattr(subprocess, "run", run)
    clean(a_png())
    assert "NAZORG_SECRET" not in str(asked["env"])
