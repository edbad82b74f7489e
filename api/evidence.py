"""The evidence of a case as a file: what was said, what proves it, and the same on paper to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import orjson
from fpdf import FPDF

from api.pages.form_texts import label_of
from api.pages.measure_shown import said_of
from api.paper import finished, paper, put
from cases.casefile.entries import Entry
from cases.casefile.view import author_view
from cases.ledger.bundle import (
    CASE,
    CHECKPOINT,
    FORMAT,
    KEY,
    PAPER,
    PROOFS,
    BundledMessage,
    Words,
    attachment_path,
    zipped,
)
from cases.ledger.leaf import ORIGINAL
from cases.messages.files import Files
from cases.verbs.gather_evidence import NO_KEY, Evidence, people_in
from markets.translate import say_moment, spoken, translate

README = "README.txt"
_READ_ME = """The evidence of a case of the after-sales desk.

case.pdf        to read; it proves nothing by itself
case.json       the case, and every message as the log holds it; of words that are not here, the hash alone
attachments/    the files that the messages name
checkpoint.txt  the log of all cases, signed as it was when this file was made; key.txt has the public key
proofs.json     how each message leads to the root that the checkpoint signs (RFC 6962)
hashes.txt      the SHA-256 of each file: sha256sum --check hashes.txt

Check it, without a network and without the desk's database:
    nazorg audit verify --bundle THIS-FILE.zip --key PUBLIC-KEY
Take the public key from the desk or from whoever keeps it for you, not from this file.
"""
_UNSEALED = "This file has no checkpoint, because {why}. So nobody signed for it: it proves only that it is whole."
_WHY = {True: "the desk has no key to sign with", False: "the log is not what was signed before"}


def evidence_name(evidence: Evidence) -> str:
    """What the file is called."""
    return f"{evidence.file.case.number}-evidence.zip"


def evidence_zip(evidence: Evidence, files: Files) -> Iterator[bytes]:
    """The file, bit by bit, in the language of the case; attachments are read when it is their turn."""
    return zipped(_parts(evidence, files), evidence.at)


def _parts(evidence: Evidence, files: Files) -> Iterator[tuple[str, bytes]]:
    yield README, _read_me(evidence).encode()
    yield PAPER, _paper(evidence)
    yield CASE, _case(evidence)
    if evidence.seal is not None:
        yield CHECKPOINT, evidence.seal.checkpoint.note.encode()
        yield KEY, f"{evidence.seal.checkpoint.signed_by}\n".encode()
        yield PROOFS, msgspec.json.encode(evidence.seal.proofs)
    for one in evidence.attached:
        if (data := files.get(one.sha256)) is not None:
            yield attachment_path(one.id, one.name), data


def _read_me(evidence: Evidence) -> str:
    if evidence.seal is not None:
        return _READ_ME
    return _READ_ME + "\n" + _UNSEALED.format(why=_WHY[evidence.unsealed == NO_KEY]) + "\n"


def _case(evidence: Evidence) -> bytes:
    whole = {
        "format": FORMAT,
        "made_at": evidence.at.isoformat(),
        "sealed": evidence.seal is not None,
        "case": evidence.view,
        "people": people_in(evidence.entries),
        "messages": evidence.messages,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1)


def _paper(evidence: Evidence) -> bytes:
    file, language = evidence.file, spoken(evidence.file.case.lang)
    case, zone = file.case, file.calendar.zone
    page = paper(translate("evidence.title", language), language, evidence.at)
    for key, value in (
        ("page.buyer.receipt.number", f"{case.number} ({translate(f'kind.{case.kind}', language)})"),
        ("page.buyer.receipt.order", case.order_id or ""),
        ("page.buyer.receipt.seller", file.seller_name),
        ("evidence.made_at", say_moment(evidence.at, zone, language)),
        ("evidence.proof", _proof(evidence, language)),
    ):
        if value:
            put(page, translate(key, language), value)
    names: dict[int, list[str]] = {}
    for one in evidence.attached:
        names.setdefault(one.seq, []).append(one.name)
    for entry, message in zip(evidence.entries, evidence.messages, strict=True):
        _put_message(page, evidence, entry, message, names.get(entry.seq, []))
    return finished(page)


def _proof(evidence: Evidence, language: str) -> str:
    if evidence.seal is None:
        key = "evidence.no_key" if evidence.unsealed == NO_KEY else "evidence.log_changed"
        return translate(key, language)
    return translate("evidence.how_to_check", language)


def _put_message(page: FPDF, evidence: Evidence, entry: Entry, message: BundledMessage, files: list[str]) -> None:
    language, zone = spoken(evidence.file.case.lang), evidence.file.calendar.zone
    author = author_view(entry, evidence.file.seller_name)["name"]
    role = translate(f"role.{entry.role}", language)
    who = author if author == role else f"{author}, {role}"
    label = f"{entry.seq} · {say_moment(entry.at, zone, language)} · {who}"
    if entry.event:
        label += f" · {translate(f'event.{entry.event}.waits', language)}"
    put(page, label, _words(entry, message.content, language))
    if files:
        put(page, translate("evidence.files", language), "\n".join(files))
    put(page, translate("page.buyer.receipt.hash", language), entry.hash)


def _words(entry: Entry, content: Mapping[str, Words], language: str) -> str:
    if not content:
        is_held = orjson.loads(entry.canonical)["delivery"] == "held"
        return translate("page.held" if is_held else "page.removed", language)
    said = []
    for part, words in sorted(content.items()):
        if part == ORIGINAL and len(content) > 1:
            said.append(f"{translate('evidence.original', language)}:")
        said.append(words.body)
        said += [f"{label}: {text}" for label, text in _told(orjson.loads(words.fields), language)]
    return "\n".join(said)


def _told(fields: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """What an event says in its fields, each by its label; what lies inside another field is said on its own."""
    for name, value in fields.items():
        if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
            yield label_of(name, language), f"{value['amount']} {value['currency']}"
        elif isinstance(value, dict):
            yield from _told(value, language)
        elif isinstance(value, list):
            yield from (pair for one in value for pair in _told({name: one}, language))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield label_of(name, language), str(value)
        else:
            yield from said_of({name: value}, language)
