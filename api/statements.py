"""The statement of reasons as a PDF: a durable medium (Regulation (EU) 2019/1150, art. 4(1))."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import orjson

from api.paper import finished, paper, put
from api.problems import Problem
from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.entries import Entry, entries_of
from cases.casefile.reading import case_for
from cases.db import Connection
from markets.translate import say_day, say_moment, spoken, translate
from workflows.fields.sanctions import StatementOfReasons

MOST_ENTRIES = 1000


class Imposed(NamedTuple):
    """A measure's case and the message that imposed it."""

    file: CaseFile
    entry: Entry


def imposed_for(connection: Connection, asker: Asker, case_id: str) -> Imposed:
    """The measure that was imposed in a case of the asker's. Raises ``not_found`` where none was."""
    file = case_for(connection, asker, case_id)
    if file.case.kind != "sanction":
        raise Problem("not_found")
    entries = entries_of(connection, file.case.id, asker, after=0, limit=MOST_ENTRIES)
    entry = next((entry for entry in entries if entry.event == "impose"), None)
    if entry is None or entry.fields is None:
        raise Problem("not_found")
    return Imposed(file, entry)


def statement_pdf(found: Imposed) -> bytes:
    """The file, in the language of the case, which is the seller's."""
    case, language = found.file.case, spoken(found.file.case.lang)
    page = paper(translate("statement.title", language), language, found.entry.at)
    measure = case.progress.measure
    assert measure is not None
    for key, value in (
        ("page.buyer.receipt.number", case.number),
        ("page.buyer.receipt.seller", found.file.seller_name),
        ("label.measure", translate(f"choice.{measure.measure}", language)),
        ("statement.imposed_at", say_moment(found.entry.at, found.file.calendar.zone, language)),
    ):
        put(page, translate(key, language), value)
    said: dict[str, Any] = orjson.loads(found.entry.fields or "{}")
    for name in StatementOfReasons.model_fields:
        put(page, translate(f"label.{name}", language), _value(name, said.get(name), language))
    put(page, translate("page.buyer.receipt.hash", language), found.entry.hash)
    put(page, translate("statement.title", language), translate("statement.basis", language))
    return finished(page)


def _value(name: str, value: object, language: str) -> str:
    if value is None:
        return translate("statement.no_end", language)
    if isinstance(value, bool):
        return translate("page.form.yes" if value else "page.form.no", language)
    if name in ("start", "end"):
        return say_day(date.fromisoformat(str(value)), language)
    return str(value)
