"""Verify the evidence of a case offline: chain, words, attachments, proofs, signature. Names the first that fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

import orjson

from cases.ledger.bundle import (
    ATTACHMENTS,
    CASE,
    CHECKPOINT,
    FORMAT,
    HASHES,
    KEY,
    PROOFS,
    BundledCase,
    BundledMessage,
    Proof,
    Proofs,
)
from cases.ledger.chain import LogRow, fault_of, fault_of_words, told_by
from cases.ledger.keys import public_keys_in
from cases.ledger.leaf import DELIVERED, GENESIS
from cases.ledger.merkle import root_by_path
from cases.ledger.note import Checkpoint, NotACheckpoint, NotAKey, PublicKey, read_checkpoint, signer_of
from cases.ledger.opened_bundle import DoesNotHold, Opened

_MALFORMED = (KeyError, TypeError, ValueError, AttributeError)


@dataclass(slots=True)
class VerifiedBundle:
    """How much of a bundle was verified, and the first entry that does not hold; none when all does.

    ``by_hash`` are parts of words and files of which only the hash is there. ``sealed`` messages are in the checkpoint,
    which covers ``size`` messages of all cases and was signed by ``signed_by``; both are empty without a checkpoint.
    """

    case: str = ""
    messages: int = 0
    attachments: int = 0
    by_hash: int = 0
    sealed: int = 0
    size: int | None = None
    signed_by: str = ""
    fault: str = ""

    @property
    def holds(self) -> bool:
        """Whether every entry holds."""
        return not self.fault


def verify_bundle(file: BinaryIO, key: str | None = None) -> VerifiedBundle:
    """Hold all of a bundle together, and its signature to the public keys in the text ``key``, else to its own.

    With a key every message must be in a checkpoint that it signed. Raises ``NotAKey`` for a text that has none.
    """
    found = VerifiedBundle()
    try:
        with Opened(file) as bundle:
            case = bundle.decoded(CASE, BundledCase)
            _verify_log(case, found)
            _verify_attachments(bundle, case, found)
            _verify_seal(bundle, case, key, found)
            bundle.verify_hashes(HASHES)
    except DoesNotHold as fault:
        found.fault = str(fault)
    return found


def _verify_log(case: BundledCase, found: VerifiedBundle) -> None:
    if case.format != FORMAT:
        raise DoesNotHold(f"{CASE} is not of the form {FORMAT}")
    head = found.case = case.case.id
    previous, at_state = GENESIS, None
    gone: list[tuple[int, str]] = []
    told: set[tuple[int, str]] = set()
    for place, message in enumerate(case.messages, start=1):
        try:
            row = _row_of(message)
            fault = fault_of(head, place, row, previous, at_state) or _fault_of_words(row, message, gone)
            told |= {(seq, part) for seq, part, by_seq in told_by(row) if seq < by_seq}
        except _MALFORMED:
            fault = "is not of the form of a message"
        if fault:
            raise DoesNotHold(f"message {head}.{place} {fault}")
        previous, at_state = message.hash, message.to_state
        found.messages = place
    # What was delivered is everybody's to read, so it is missing only where the log tells that it was taken out.
    if silent := next((seq for seq, part in gone if part == DELIVERED and (seq, part) not in told), None):
        raise DoesNotHold(f"message {head}.{silent} has lost its words without a redaction")
    if not found.messages or (case.case.version, case.case.state) != (found.messages, at_state):
        raise DoesNotHold(f"case {head} does not stand where its log ends")
    found.by_hash = len(gone)


def _row_of(message: BundledMessage) -> LogRow:
    before = message.seq - 1 or None
    return LogRow(
        message.seq,
        before,
        message.event,
        message.from_state,
        message.to_state,
        message.role,
        message.kind,
        message.lang,
        message.author,
        message.at,
        message.prev_hash,
        message.hash,
        message.canonical,
    )


def _fault_of_words(row: LogRow, message: BundledMessage, gone: list[tuple[int, str]]) -> str:
    words = {(row.seq, part): (one.salt, one.body, one.fields) for part, one in message.content.items()}
    if any("\x00" in text for kept in words.values() for text in kept):
        return "has words with a zero byte, which no message has"
    fault = fault_of_words(row, words, gone)
    return fault or ("holds words that it does not name" if words else "")


def _verify_attachments(bundle: Opened, case: BundledCase, found: VerifiedBundle) -> None:
    named = _files_named(case)
    for name in bundle.names:
        if not name.startswith(ATTACHMENTS):
            continue
        attachment = name.removeprefix(ATTACHMENTS).partition("/")[0]
        if attachment not in named:
            raise DoesNotHold(f"{name} is named by no message")
        digest = named.pop(attachment)
        if digest and bundle.digest(name) != digest:
            raise DoesNotHold(f"{name} is not the file that a message names")
        found.attachments += 1
    found.by_hash += sum(1 for digest in named.values() if digest)


def _files_named(case: BundledCase) -> dict[str, str]:
    """The hash of each file that a message names, empty where the log has none: once, photos were named by id alone."""
    named: dict[str, str] = {}
    try:
        for message in case.messages:
            said = orjson.loads(message.canonical)
            for file in (*said.get("attachments", ()), *said.get("photos", ())):
                named[str(file["id"])] = str(file["sha256"])
            for words in message.content.values():
                for photo in orjson.loads(words.fields).get("photos", ()):
                    named.setdefault(str(photo), "")
    except _MALFORMED as error:
        raise DoesNotHold(f"{CASE} names its files in another form than messages do") from error
    return named


def _verify_seal(bundle: Opened, case: BundledCase, key: str | None, found: VerifiedBundle) -> None:
    if CHECKPOINT not in bundle.names:
        if key is not None:
            raise DoesNotHold("the bundle holds no checkpoint, so nobody signed for it")
        return
    note = bundle.text(CHECKPOINT)
    try:
        said = read_checkpoint(note)
        signer = signer_of(note, _keys(bundle, key, said.origin))
    except NotACheckpoint as error:
        raise DoesNotHold(f"{CHECKPOINT} is no checkpoint: {error}") from error
    if signer is None:
        raise DoesNotHold(
            f"{CHECKPOINT} is signed by no key {'that was given' if key is not None else 'of the bundle'}"
        )
    found.size, found.signed_by = said.size, str(signer)
    _verify_proofs(bundle.decoded(PROOFS, Proofs), said, case, found, is_whole=key is not None)


def _keys(bundle: Opened, key: str | None, origin: str) -> list[PublicKey]:
    if key is not None:
        return public_keys_in(key, origin)
    try:
        return public_keys_in(bundle.text(KEY), origin)
    except NotAKey as error:
        raise DoesNotHold(f"{KEY} holds no key: {error}") from error


def _verify_proofs(
    proofs: Proofs, said: Checkpoint, case: BundledCase, found: VerifiedBundle, *, is_whole: bool
) -> None:
    by_seq = {proof.seq: proof for proof in proofs.messages}
    if proofs.size != said.size or len(by_seq) != len(proofs.messages):
        raise DoesNotHold(f"{PROOFS} is not about this checkpoint")
    for message in case.messages:
        proof, name = by_seq.pop(message.seq, None), f"message {case.case.id}.{message.seq}"
        if proof is None:
            if is_whole:
                raise DoesNotHold(f"{name} is not in the checkpoint")
            continue
        if _root_by(proof, message, said.size) != said.root:
            raise DoesNotHold(f"{name} is not in the tree that was signed")
        found.sealed += 1
    if by_seq:
        raise DoesNotHold(f"{PROOFS} tells of messages that are not there")


def _root_by(proof: Proof, message: BundledMessage, size: int) -> bytes | None:
    try:
        path = [bytes.fromhex(sibling) for sibling in proof.path]
    except ValueError:
        return None
    if [sibling.hex() for sibling in path] != proof.path:  # another text for the same bytes would be a change unseen
        return None
    return root_by_path(bytes.fromhex(message.hash), proof.place, size, path)
