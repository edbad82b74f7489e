"""The pictures that people of the demo add to their messages."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime
from random import Random

from cases.casefile.asker import Asker
from cases.casefile.people import person_named
from cases.db import Database
from cases.messages.attachments import store
from cases.messages.cleaning import Clean
from cases.messages.files import Files


def two_photos(database: Database, files: Files, asker: Asker, rng: Random, at: datetime) -> list[str]:
    """Two photos that somebody uploaded, by their ids."""
    with database.write() as connection:
        person = person_named(connection, asker.role, asker.sub, asker.lang)
    return [
        store(
            database,
            files,
            Clean(_photo(rng), "image/png"),
            name=f"photo-{number}.png",
            document="photo",
            person=person,
            real_now=at,
        ).id
        for number in (1, 2)
    ]


def _photo(rng: Random) -> bytes:
    """A small picture (PNG) of two colours that run into each other."""
    width, height = 64, 48
    one, two = ([rng.randrange(256) for _ in range(3)] for _ in range(2))
    rows = b"".join(
        b"\x00" + bytes((a * (width - x) + b * x) // width for x in range(width) for a, b in zip(one, two, strict=True))
        for _ in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
