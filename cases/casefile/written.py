"""What a verb answers: the case as it is after the act, and the message that was written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.casefile import CaseFile, PersonRow
from cases.casefile.draft import Draft


class Entry(msgspec.Struct):
    """A message of a case with its words and who wrote it. ``body`` is None where the words were redacted."""

    case_id: str
    seq: int
    event: str
    from_state: str | None
    to_state: str
    role: str
    author: PersonRow | None
    at: datetime
    kind: str
    lang: str
    prev_hash: str
    hash: str
    canonical: str
    body: str | None
    fields: str | None


class Written(msgspec.Struct):
    """The answer of a verb, as a value that can be kept and read again. ``replayed`` is set when it was kept."""

    file: CaseFile
    entry: Entry
    now: datetime
    replayed: bool = False


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Written, strict=False).decode


def written(draft: Draft, author: PersonRow | None, seq: int) -> Written:
    """The answer to the act that wrote message ``seq`` into the draft."""
    place = next(number for number, row in enumerate(draft.messages) if row["seq"] == seq)
    row: dict[str, Any] = draft.messages[place]
    words = draft.contents[place]
    columns = {name: row[name] for name in Entry.__struct_fields__ if name not in ("author", "body", "fields")}
    return Written(draft.file, Entry(**columns, author=author, body=words["body"], fields=words["fields"]), draft.now)


def to_text(answer: Written) -> str:
    """The answer as text, to be kept under a key."""
    return _encode(answer).decode()


def from_text(text: str) -> Written:
    """A kept answer."""
    answer = _decode(text)
    answer.replayed = True
    return answer
