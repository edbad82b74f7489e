"""Gather the evidence of a case for one of its parties: what they may read, and what proves all of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from cases.casefile.asker import INTEGRATION, Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.entries import Entry, entries_of
from cases.casefile.reading import case_for, view_for
from cases.casefile.view import View
from cases.db import Connection, Database, moment_text, placeholder, run
from cases.errors import Busy, Forbidden
from cases.ledger.bundle import BundledMessage, Proof, Proofs, Words
from cases.ledger.checkpoints import Signed
from cases.ledger.keys import KeyPlace, NoSigningKey
from cases.ledger.leaf import DELIVERED
from cases.ledger.merkle import inclusion_path
from cases.ledger.tree import LogChanged, StoredTree, places_of
from cases.messages.files import Files
from cases.verbs.seal_log import seal_log

log = logging.getLogger(__name__)

NO_KEY, LOG_CHANGED = "no_key", "log_changed"
_PAGE, _ATTEMPTS = 500, 5
_OF_NOW = ("available_actions", "assignee", "questions")
"""What of a case is no evidence: what the asker could do, who of their team has it, words that stand in the log."""


class Attached(NamedTuple):
    """A file that goes along, and the message that names it first."""

    id: str
    sha256: str
    name: str
    seq: int


class Seal(NamedTuple):
    """The newest checkpoint, and how each message of the case leads to its root."""

    checkpoint: Signed
    proofs: Proofs


@dataclass(frozen=True, slots=True)
class Evidence:
    """A case as the asker may have it. Without a ``seal``, ``unsealed`` says why there is none."""

    file: CaseFile
    view: View
    entries: Sequence[Entry]
    messages: Sequence[BundledMessage]
    attached: Sequence[Attached]
    seal: Seal | None
    unsealed: str
    at: datetime


def gather_evidence(
    database: Database, files: Files, key: KeyPlace | None, asker: Asker, case_id: str, now: datetime
) -> Evidence:
    """All of a case for one of its parties or the platform, sealed where there is a key to sign with.

    Words are given by the rule of ``Entry.shown_to``, and a file where the words are that name it. Raises ``NotFound``,
    ``Forbidden`` for the market place's systems, and ``Busy`` where the case is written to all the time.
    """
    with database.read() as connection:
        case_for(connection, asker, case_id)
    if asker.role == INTEGRATION:
        raise Forbidden
    for _ in range(_ATTEMPTS):
        checkpoint, unsealed = _sealed(database, key, now)
        with database.read() as connection:
            found = _gathered(connection, files, asker, case_id, checkpoint, unsealed, now)
            # A message that came meanwhile has no place in the checkpoint yet, and words may have gone with it.
            if case_for(connection, asker, case_id).case.version == found.file.case.version and _is_covered(found):
                return found
    raise Busy


def _sealed(database: Database, key: KeyPlace | None, now: datetime) -> tuple[Signed | None, str]:
    try:
        return seal_log(database, key, now), ""
    except NoSigningKey:
        return None, NO_KEY
    except LogChanged as changed:
        log.error("evidence without a checkpoint: %s", changed)  # noqa: TRY400  # the sentence says it all
        return None, LOG_CHANGED


def _gathered(
    connection: Connection,
    files: Files,
    asker: Asker,
    case_id: str,
    checkpoint: Signed | None,
    unsealed: str,
    now: datetime,
) -> Evidence:
    file = case_for(connection, asker, case_id)
    view = view_for(connection, file, asker, now)
    entries = list(_entries(connection, file, asker))
    words = _words(connection, case_id)
    seal: Seal | None = None
    if checkpoint is not None:
        try:
            seal = Seal(checkpoint, _proofs(connection, case_id, checkpoint.size))
        except LogChanged as changed:
            log.error("evidence without a checkpoint: %s", changed)  # noqa: TRY400  # the sentence says it all
            unsealed = LOG_CHANGED
    return Evidence(
        file,
        {name: value for name, value in view.items() if name not in _OF_NOW},
        entries,
        [_bundled(entry, words.get(entry.seq, {})) for entry in entries],
        [one for one in _attached(connection, case_id, entries) if files.exists(one.sha256)],
        seal,
        unsealed,
        now,
    )


def _entries(connection: Connection, file: CaseFile, asker: Asker) -> Iterator[Entry]:
    after = 0
    while page := entries_of(connection, file.case.id, asker, after=after, limit=_PAGE):
        yield from (entry for entry in page if entry.seq <= file.case.version)
        after = page[-1].seq


def _is_covered(found: Evidence) -> bool:
    return found.seal is None or len(found.seal.proofs.messages) == found.file.case.version


def _words(connection: Connection, case_id: str) -> Mapping[int, Mapping[str, Words]]:
    mark = placeholder(connection.dialect, "case")
    sql = f"SELECT seq, part, salt, body, fields FROM content WHERE case_id = {mark} ORDER BY seq, part"
    found: dict[int, dict[str, Words]] = {}
    for seq, part, salt, body, fields in run(connection, sql, {"case": case_id}):
        found.setdefault(int(seq), {})[part] = Words(salt, body, fields)
    return found


def _bundled(entry: Entry, words: Mapping[str, Words]) -> BundledMessage:
    given = {DELIVERED, entry.shown} if entry.body is not None else set()
    return BundledMessage(
        entry.seq,
        entry.event,
        entry.from_state,
        entry.to_state,
        entry.role,
        entry.kind,
        entry.lang,
        orjson.loads(entry.canonical)["author"],
        moment_text(entry.at),
        entry.prev_hash,
        entry.hash,
        entry.canonical,
        {part: one for part, one in words.items() if part in given},
    )


def _proofs(connection: Connection, case_id: str, size: int) -> Proofs:
    tree = StoredTree(connection)
    proofs = [
        Proof(seq, place, [sibling.hex() for sibling in inclusion_path(tree.subtree, place, size)])
        for seq, place in sorted(places_of(connection, case_id).items())
        if place < size
    ]
    return Proofs(size, proofs)


def _attached(connection: Connection, case_id: str, entries: Sequence[Entry]) -> list[Attached]:
    """The files that are there still, of the messages whose words are given."""
    readable = {entry.seq for entry in entries if entry.body is not None}
    mark = placeholder(connection.dialect, "case")
    sql = (
        "SELECT a.id, a.sha256, a.name, u.seq FROM attachment_use u JOIN attachment a ON a.id = u.attachment"
        f" WHERE u.case_id = {mark} AND a.destroyed_at IS NULL ORDER BY u.seq, a.id"
    )
    found: dict[str, Attached] = {}
    for row in run(connection, sql, {"case": case_id}):
        one = Attached(*row)
        if one.seq in readable:
            found.setdefault(one.id, one)
    return list(found.values())


def people_in(entries: Sequence[Entry]) -> Mapping[str, Any]:
    """Who the random ids of the log are, as far as that is known still."""
    authors = {entry.author.id: entry.author for entry in entries if entry.author is not None}
    return {
        name: {"role": author.realm, "id": author.external_id, "name": author.name} for name, author in authors.items()
    }
