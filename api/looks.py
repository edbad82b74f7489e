"""What an admin is shown of a case by the API is remembered, as on the pages; there a reason may be said, not must."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from api.door import Call
from cases.verbs.look import BY_CALL, look_at_file, look_by_call

HEADER = "Nazorg-Reason"
LONGEST = 500


def remember(call: Call, case_ids: Sequence[str]) -> None:
    """Remember that the asker, if they are an admin, was shown these cases."""
    look_by_call(call.database, call.asker, case_ids, call.now, reason_of(call))


def remember_file(call: Call, attachment: str) -> None:
    """Remember that the asker, if they are an admin, was shown a file of a case."""
    look_at_file(call.database, call.asker, attachment, BY_CALL, call.now, reason_of(call))


def reason_of(call: Call) -> str:
    """What the header says, as far as it can be kept; whatever it says, nobody is refused for it."""
    said = unquote(call.request.headers.get(HEADER, ""))
    return "".join(character for character in said if character.isprintable()).strip()[:LONGEST]
