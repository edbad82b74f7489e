"""A picture drawn anew from its pixels, so that nothing but them is left."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps
from PIL.JpegImagePlugin import get_sampling

from cases.messages.cleaner.refused import Refused

LONGEST_SIDE = 12_000
MOST_PIXELS = 50_000_000  # what telephones take at their best, and 200 MB once it is decoded
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
_KEPT_MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB"),
    "GIF": ("L", "P"),
    "WEBP": ("RGB", "RGBA"),
}
_HOW: dict[str, dict[str, Any]] = {"WEBP": {"quality": 90, "method": 2}, "JPEG": {"quality": 90}}
Image.MAX_IMAGE_PIXELS = None  # the bounds above are stricter, and refuse in words


def clean_image(content_type: str, data: bytes) -> bytes:
    """The first frame, upright and in sRGB, without anything else that the file held. Raises ``Refused``.

    Of a moving picture the first frame is kept: evidence is a picture, and one frame is what bounds time and memory.
    Only the header is read before the size is known.
    """
    kind = _FORMATS[content_type]
    with Image.open(BytesIO(data), formats=[kind]) as image:
        if max(image.size) > LONGEST_SIDE or image.width * image.height > MOST_PIXELS:
            raise Refused("field.image_too_large", side=LONGEST_SIDE, megapixels=MOST_PIXELS // 1_000_000)
        image.load()
        how = _as_compressed(image) or _HOW.get(kind, {})
        drawn = _without_more(_in_srgb(_upright(image)), kind)
    out = BytesIO()
    drawn.save(out, kind, **how)
    return out.getvalue()


def _as_compressed(image: Image.Image) -> dict[str, Any]:
    """A JPEG's own tables, so that a photo loses next to nothing and grows no larger."""
    tables = getattr(image, "quantization", None)
    if not tables or image.mode not in _KEPT_MODES["JPEG"]:
        return {}
    return {"qtables": [tables[number] for number in sorted(tables)], "subsampling": get_sampling(image)}


def _upright(image: Image.Image) -> Image.Image:
    with suppress(Exception):  # a photo whose EXIF data are broken is a photo still
        return ImageOps.exif_transpose(image)
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """The colours as they were meant: without its profile the picture of a telephone would look pale."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return image
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB")) or image
    return image


def _without_more(image: Image.Image, kind: str) -> Image.Image:
    """In a mode that the format has, and with no words beside its pixels but which colour is transparent."""
    if image.mode not in _KEPT_MODES[kind]:
        has_alpha = image.has_transparency_data and kind != "JPEG"
        image = image.convert("RGBA" if has_alpha else "RGB")
    clear = image.info.get("transparency")
    image.info = {} if clear is None or kind == "JPEG" else {"transparency": clear}
    return image
