"""The name of a file as it may be shown and saved, whatever its sender called it."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
_ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
}
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*]')


def safe_name(name: str, content_type: str, document: str) -> str:
    """The name without folders, control and bidi characters and leading dots, and with the ending of what it is.

    A name of which nothing is left is that of its kind of ``document``.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(character for character in last if character.isprintable())  # which no bidi override is
    shown = _NOT_IN_A_NAME.sub("_", shown).strip(". ")
    endings = _ENDINGS[content_type]
    found = _ENDING.search(shown)
    ending = found.group().lower() if found else ""
    stem = shown[: found.start()] if found else shown
    right = ending if ending in endings else endings[0]
    return (stem[: LONGEST - len(right)].strip(". ") or document) + right
