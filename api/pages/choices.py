"""What a case has to choose from in its forms: its lines, its open questions, its parcels, a seller's breaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from api.pages.forms import Choices
from cases.casefile.casefile import CaseFile
from cases.casefile.view import View
from cases.db import Connection
from cases.ids import seq_of
from cases.sellers.breaches import breach_rows
from markets.translate import say_moment, translate

BREACHES = {
    "reply": "page.breach.reply",
    "state": "page.breach.state",
    "promise": "page.breach.promise",
    "status_update": "page.breach.status_update",
    "conduct": "page.breach.conduct",
    "claim": "page.breach.claim",
}
"""What each kind of breach is called."""


def choices_of(file: CaseFile, view: View, breaches: Choices = (), objectable: Choices = ()) -> dict[str, Choices]:
    """What the case itself has to choose from, by the names of the fields that mean it; nothing else is possible."""
    choices = {name: named for name, named in (("breaches", breaches), ("to", objectable)) if named}
    if file.order is not None:
        lines = {line.line: line.title for line in file.order.terms.lines}
        choices["line"] = [(line, f"{line} · {title}") for line, title in lines.items()]
    asked = [(question["id"], question["text"]) for question in view["questions"] if question["state"] == "open"]
    if asked:
        choices["questions"] = asked
    return choices


def called_not_answered(view: View, names: Collection[str], language: str) -> Choices:
    """The questions that were answered and the messages that were waived a short while ago, each in words."""
    texts = {question["id"]: question["text"] for question in view["questions"]}
    numbers = {name: seq_of(name, view["id"]) for name in names if name not in texts}
    texts |= {name: translate("page.question.where", language, number=number) for name, number in numbers.items()}
    return [(name, texts[name]) for name in sorted(names)]


def offers_of(file: CaseFile) -> dict[str, Choices]:
    """What may be meant by a field in which anything can be typed: a parcel on its way back, else one of the order."""
    back = [(parcel.tracking, parcel.carrier) for parcel in file.case.progress.parcels if parcel.tracking]
    return parcels_offered(back or order_parcels(file))


def order_parcels(file: CaseFile) -> list[tuple[str, str]]:
    """The parcels of the order, each with its carrier."""
    shipped = file.order.terms.parcels if file.order is not None else []
    return [(parcel.tracking, parcel.carrier) for parcel in shipped if parcel.tracking]


def parcels_offered(parcels: Iterable[tuple[str, str]]) -> dict[str, Choices]:
    """Parcels as a field offers them."""
    known = dict(parcels)
    return {"parcel": list(known.items())} if known else {}


def breaches_named_in(connection: Connection, file: CaseFile, language: str) -> Choices:
    """The breaches that a measure rests on, each as what it was, where and when."""
    measure = file.case.progress.measure
    rows = breach_rows(connection, measure.breaches) if measure is not None and measure.breaches else []
    zone = file.calendar.zone
    parts = [(translate(BREACHES[row.kind], language), row.number, say_moment(row.at, zone, language)) for row in rows]
    return [(row.id, " · ".join(filter(None, said))) for row, said in zip(rows, parts, strict=True)]
