"""Bundles of evidence for tests: made at a desk, taken apart, changed by whoever knows how they are laid out."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from api.evidence import evidence_zip
from cases.casefile.asker import Asker
from cases.ledger.keys import KeyPlace
from cases.ledger.verify_bundle import VerifiedBundle, verify_bundle
from cases.verbs.gather_evidence import gather_evidence
from cases.verbs.upload_attachment import upload_attachment
from tests.builders import Desk, Told, a_png, a_question, a_return
from tests.cast import JAN, NORD

Parts = dict[str, bytes]


def a_key(folder: Path) -> KeyPlace:
    """A key that signs."""
    place = KeyPlace(folder / "ledger.key", "desk.example/nazorg")
    assert place.make()
    return place


def public(key: KeyPlace) -> str:
    """The line by which others know the key."""
    return str(key.signer().public)


def a_told_case(desk: Desk) -> Told:
    """A question, a photo and an answer; another case stands before it in the log of all."""
    desk.takes()
    desk.opens(a_return())
    case = desk.opens(a_question())
    photo = upload_attachment(
        desk.database, desk.files, JAN, a_png(), name="lamp.png", document="photo", real_now=desk.now
    )
    case.says(JAN, "Here it is.", attachments=[photo.id])
    case.says(NORD, "It fits.")
    return case


def bundle_of(desk: Desk, who: Asker, case_id: str, key: KeyPlace | None) -> bytes:
    """The evidence as somebody gets it."""
    found = gather_evidence(desk.database, desk.files, key, who, case_id, desk.now)
    return b"".join(evidence_zip(found, desk.files))


def parts_of(bundle: bytes) -> Parts:
    """Its files by their names."""
    with ZipFile(io.BytesIO(bundle)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def packed(parts: Parts, *, anew: bool = True, more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A bundle of these files and ``more``; the list of hashes is made ``anew``, as a forger would."""
    out = io.BytesIO()
    if anew:
        listed = {name: hashlib.sha256(data).hexdigest() for name, data in parts.items() if name != "hashes.txt"}
        parts = parts | {"hashes.txt": "".join(f"{digest}  {name}\n" for name, digest in listed.items()).encode()}
    with ZipFile(out, "w") as whole:
        for name, data in [*parts.items(), *more]:
            whole.writestr(name, data)
    return out.getvalue()


def verified(bundle: bytes, key: str | None = None) -> VerifiedBundle:
    """What verifying it says."""
    return verify_bundle(io.BytesIO(bundle), key)


def forged(bundle: bytes, name: str, change: Callable[[Any], None]) -> bytes:
    """The bundle with a JSON file of it changed, and its hashes made anew."""
    parts = parts_of(bundle)
    said = json.loads(parts[name])
    change(said)
    parts[name] = json.dumps(said).encode()
    return packed(parts)
