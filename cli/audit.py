"""``nazorg audit``: re-derive the whole log and name the first entry that does not hold; sign it as it is.

Of one case it makes and verifies the evidence.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import audit_bundle, doors
from cli.errors import BadInput

if TYPE_CHECKING:
    from cases.ledger.note import PublicKey
    from cases.ledger.verify import Verified
    from cases.settings import Settings


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("audit", help="verify the log, sign it, export a case's evidence")
    commands = parser.add_subparsers(dest="what", required=True)
    verify = commands.add_parser("verify", help="the whole ledger, or one case's evidence")
    verify.add_argument("--bundle", metavar="FILE", help="the evidence of a case, verified without the database")
    verify.add_argument("--key", metavar="FILE", help="public keys of checkpoints, one a line; else our own")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=run)
    export = commands.add_parser("export", help="the evidence of a case as a zip")
    export.add_argument("case", metavar="CASE", help="its id or its number")
    export.add_argument("--out", metavar="FILE", required=True, help="where the zip is written")
    export.add_argument("--json", action="store_true")
    export.set_defaults(run=audit_bundle.export)
    checkpoint = commands.add_parser("checkpoint", help="sign the log as it is, and print that")
    checkpoint.add_argument("--make-key", action="store_true", help="make the key where there is none")
    checkpoint.add_argument("--public-key", action="store_true", help="print the public key instead")
    checkpoint.add_argument("--json", action="store_true")
    checkpoint.set_defaults(run=_checkpoint)


def run(asked: argparse.Namespace) -> int:
    """Exit 0 and a count, or 1 and the first entry that does not hold."""
    from cases.ledger.verify import verify

    if asked.bundle is not None:
        return audit_bundle.verify(asked)
    settings = doors.settings()
    keys = _keys(settings, asked.key)
    with doors.database(settings) as database:
        found = verify(database, keys=keys)
    if asked.json:
        counts = {"cases": found.cases, "messages": found.messages, "checkpoints": found.checkpoints}
        said = {"holds": found.holds, **counts, "signatures": keys is not None, "fault": found.fault or None}
        print(json.dumps(said))
    elif found.holds:
        print(_text(found, keys))
    else:
        print(f"nazorg audit: {found.fault}", file=sys.stderr)
    return 0 if found.holds else 1


def _text(found: Verified, keys: list[PublicKey] | None) -> str:
    counts = f"{found.cases} cases, {found.messages} messages: every entry holds"
    if not found.checkpoints:
        return counts
    signed = "signed by a key that is known" if keys is not None else "whose signatures no key is here to check"
    return f"{counts}\n{found.checkpoints} checkpoints, {signed}: the log is what each was made of"


def _keys(settings: Settings, named: str | None) -> list[PublicKey] | None:
    from cases.ledger.keys import NoSigningKey, public_keys_in
    from cases.ledger.note import NotAKey

    place = settings.ledger_key
    try:
        if named is not None:
            return public_keys_in(Path(named).read_text(encoding="utf-8"), place.origin if place else "")
        return [place.signer().public] if place is not None and place.is_there() else None
    except (OSError, UnicodeDecodeError, NotAKey) as error:
        raise BadInput(f"--key {named}: {error}.") from error
    except NoSigningKey as error:
        raise BadInput(str(error)) from error


def _checkpoint(asked: argparse.Namespace) -> int:
    from cases.clock import business_now
    from cases.ledger.keys import NoSigningKey
    from cases.ledger.tree import LogChanged
    from cases.verbs.seal_log import seal_log

    settings = doors.settings()
    try:
        if asked.make_key and settings.ledger_key is not None:
            settings.ledger_key.make()
        with doors.database(settings) as database:
            made = seal_log(database, settings.ledger_key, business_now(database))
    except NoSigningKey as error:
        raise BadInput(f"{error} `nazorg audit checkpoint --make-key` makes one; keep a copy of it.") from error
    except LogChanged as error:
        print(f"nazorg audit: {error}", file=sys.stderr)
        return 1
    if asked.json:
        print(json.dumps({"size": made.size, "checkpoint": made.note, "key": made.signed_by}))
    else:
        print(made.signed_by if asked.public_key else made.note, end="\n" if asked.public_key else "")
    return 0
