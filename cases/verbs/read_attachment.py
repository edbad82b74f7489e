"""Read an attached file: for whoever uploaded it, for the parties of a case in which it was named, and for admins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cases.casefile.asker import ADMIN, Asker
from cases.db import Database, placeholder, run
from cases.errors import NotFound
from cases.messages.files import Files


@dataclass(frozen=True, slots=True)
class Attached:
    """The bytes of a file, its type, and the name under which it may be saved."""

    data: bytes
    content_type: str
    name: str


def read_attachment(database: Database, files: Files, asker: Asker, attachment: str) -> Attached:
    """The file. Raises ``NotFound`` where it is none, is not theirs to read or was destroyed, and ``Busy``."""
    party = asker.role if asker.role in _PARTIES else ""
    values = {"id": attachment, "realm": asker.role, "sub": asker.sub, "seller": asker.seller}
    with database.read() as connection:
        rows = run(connection, _sql(connection.dialect, party), values)
    if not rows:
        raise NotFound
    digest, content_type, name, is_theirs, is_read = rows[0]
    if not (is_theirs or is_read or asker.role == ADMIN):
        raise NotFound
    data = files.get(digest)
    if data is None:
        raise NotFound
    return Attached(data, content_type, name)


_PARTIES = ("buyer", "seller")


@cache
def _sql(dialect: str, party: str) -> str:
    """The file, whether the asker uploaded it, and whether a message that the asker may read still names it."""
    mark = {name: placeholder(dialect, name) for name in ("id", "realm", "sub", "seller")}
    theirs = {
        "buyer": f"b.realm = 'buyer' AND b.external_id = {mark['sub']}",
        "seller": f"c.seller_id = {mark['seller']}",
        "": "1 = 0",
    }[party]
    free = "SELECT 1 FROM released f WHERE f.case_id = u.case_id AND f.seq = u.seq"
    held = f"SELECT 1 FROM held_event h WHERE h.case_id = u.case_id AND h.seq = u.seq AND NOT EXISTS ({free})"
    redacted = "SELECT 1 FROM redaction r WHERE r.case_id = u.case_id AND r.seq = u.seq"
    named = (
        "SELECT 1 FROM attachment_use u JOIN cases c ON c.id = u.case_id LEFT JOIN person b ON b.id = c.buyer_id"
        f" WHERE u.attachment = a.id AND {theirs} AND NOT EXISTS ({redacted}) AND NOT EXISTS ({held})"
    )
    return (
        f"SELECT a.sha256, a.content_type, a.name, p.realm = {mark['realm']} AND p.external_id = {mark['sub']},"
        f" EXISTS ({named}) FROM attachment a JOIN person p ON p.id = a.person WHERE a.id = {mark['id']}"
    )
