"""One file in on standard input, and out a line of JSON, the file made anew, and the text in it.

A decoder that runs away or breaks ends this process, which has few seconds, little memory and no right to write a file.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress

from cases.messages.cleaner.refused import Refused

MEMORY = 1280 * 1024 * 1024  # a WebP of as many pixels as we take needs 1.1 GB
SECONDS = 10


def main(content_type: str) -> None:
    """Clean standard input, which is of this type by its first bytes."""
    _bind()
    data, out = sys.stdin.buffer.read(), sys.stdout.buffer
    try:
        made = _made_anew(content_type, data)
    except Refused as refused:
        _say({"refused": refused.reason, "values": refused.values})
        return
    _say({"size": len(made)})
    out.write(made)
    out.flush()  # what comes next may take too long, and then the file is kept without its text
    if content_type == "application/pdf":
        from cases.messages.cleaner.pdf_text import text_of

        out.write(text_of(made).encode(errors="ignore"))
        out.flush()


def _bind() -> None:
    with suppress(ValueError):  # macOS lets nobody bind it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _made_anew(content_type: str, data: bytes) -> bytes:
    try:
        if content_type == "application/pdf":
            from cases.messages.cleaner.pdfs import clean_pdf

            return clean_pdf(data)
        from cases.messages.cleaner.images import clean_image

        return clean_image(content_type, data)
    except Refused:
        raise
    except Exception as error:
        # Whatever a decoder trips over in a stranger's bytes, they cannot be shown to anybody.
        raise Refused("field.file_damaged") from error


def _say(head: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
