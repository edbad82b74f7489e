"""The evidence of one case at the operator's door: made as a file, and verified without any database."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cli import doors
from cli.errors import BadInput

if TYPE_CHECKING:
    from cases.ledger.verify_bundle import VerifiedBundle

_WHOLE = "it proves only that the bundle is whole"


def export(asked: argparse.Namespace) -> int:
    """Write the evidence of a case, whole, as an admin may have it."""
    from api.evidence import evidence_zip
    from cases.casefile.asker import ADMIN, Asker
    from cases.casefile.reading import case_named
    from cases.clock import business_now
    from cases.errors import NazorgError, NotFound
    from cases.verbs.gather_evidence import gather_evidence

    settings = doors.settings()
    with doors.database(settings) as database:
        try:
            with database.read() as connection:
                case_id = case_named(connection, asked.case)
            found = gather_evidence(
                database, settings.files, settings.ledger_key, Asker(ADMIN, ""), case_id, business_now(database)
            )
            size = _written(Path(asked.out), evidence_zip(found, settings.files))
        except NotFound:
            raise BadInput(f"There is no case {asked.case!r}.") from None
        except NazorgError as error:
            raise BadInput(str(error) or str(type(error).__doc__)) from error
    sealed = len(found.seal.proofs.messages) if found.seal is not None else 0
    counts = {"messages": len(found.messages), "attachments": len(found.attached), "sealed": sealed}
    if asked.json:
        print(json.dumps({"case": case_id, "file": asked.out, "bytes": size, **counts}))
    else:
        seal = "all of it in a checkpoint" if found.seal is not None else f"without a checkpoint, so {_WHOLE}"
        print(f"{asked.out}: {counts['messages']} messages, {counts['attachments']} attachments, {seal}")
    return 0


def verify(asked: argparse.Namespace) -> int:
    """Exit 0 and a count, or 1 and the first entry that does not hold."""
    from cases.ledger.note import NotAKey
    from cases.ledger.verify_bundle import verify_bundle

    try:
        key = Path(asked.key).read_text(encoding="utf-8") if asked.key is not None else None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"--key {asked.key}: {error}.") from error
    try:
        with Path(asked.bundle).open("rb") as file:
            found = verify_bundle(file, key)
    except OSError as error:
        raise BadInput(f"--bundle {asked.bundle}: {error}.") from error
    except NotAKey as error:
        raise BadInput(f"--key {asked.key}: {error}.") from error
    if asked.json:
        print(json.dumps(_json(found, is_trusted=key is not None)))
    elif found.holds:
        print(_text(found, is_trusted=key is not None))
    else:
        print(f"nazorg audit: {found.fault}", file=sys.stderr)
    return 0 if found.holds else 1


def _json(found: VerifiedBundle, *, is_trusted: bool) -> dict[str, object]:
    return {
        "holds": found.holds,
        "case": found.case or None,
        "messages": found.messages,
        "attachments": found.attachments,
        "by_hash": found.by_hash,
        "sealed": found.sealed,
        "checkpoint": found.size,
        "signed_by": found.signed_by or None,
        "key_given": is_trusted,
        "fault": found.fault or None,
    }


def _text(found: VerifiedBundle, *, is_trusted: bool) -> str:
    lines = [f"case {found.case}: {found.messages} messages, {found.attachments} attachments: every entry holds"]
    if found.by_hash:
        lines.append(f"{found.by_hash} texts or files are here by their hash alone")
    if found.size is None:
        return "\n".join([*lines, f"there is no checkpoint, so nobody signed for this: {_WHOLE}"])
    lines.append(f"{found.sealed} messages are in the checkpoint of {found.size}, signed by {found.signed_by}")
    if not is_trusted:
        lines.append(f"that key is the bundle's own, so {_WHOLE}; --key FILE names the key that must have signed")
    return "\n".join(lines)


def _written(path: Path, parts: Iterator[bytes]) -> int:
    """Write the file, whole or not at all; how many bytes it has."""
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with made.open("wb") as file:
            size = sum(file.write(part) for part in parts)
        made.replace(path)
    except OSError as error:
        raise BadInput(f"--out {path}: {error}.") from error
    finally:
        made.unlink(missing_ok=True)
    return size
