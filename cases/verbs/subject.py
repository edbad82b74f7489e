"""What a case is about: an order with some of its units, an article before the sale, or a seller."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.opening import new_file
from cases.casefile.orders import OrderFile
from cases.casefile.queries import find_person
from cases.casefile.terms import UnitRow
from cases.db import Connection, placeholder, run
from cases.errors import Forbidden, ShapeInvalid
from cases.sellers.profile import profile_of
from cases.verbs.openings import Opening
from markets.catalogue import MARKETS, market
from workflows.fields.base import FieldError
from workflows.grammar import Row, Workflow

ALL_UNLESS_NAMED = ("withdrawal", "delivery")


def file_about(
    connection: Connection,
    workflow: Workflow,
    row: Row,
    asker: Asker,
    opening: Opening,
    order: OrderFile | None,
    now: datetime,
) -> CaseFile:
    """The file of the case that would be opened. Raises ``ShapeInvalid`` for what is not in the order, or nowhere."""
    if row.reasons and opening.reason not in row.reasons:
        raise ShapeInvalid([FieldError("/reason", "field.unknown_reason")])
    if workflow.kind == "sanction":
        return _about_a_seller(connection, workflow, opening, now)
    if order is None:
        return _before_the_sale(connection, workflow, asker, opening, now)
    file = new_file(
        workflow,
        market=order.market,
        lang=_spoken(order.head.terms.lang or order.buyer.lang, order.market),
        seller_id=order.seller_id,
        seller_name=order.seller_name,
        buyer=order.buyer,
        order=order.head,
        siblings=order.cases,
        units=_units(workflow, opening, order),
        reason=opening.reason or "",
        about=None,
        now=now,
    )
    file.return_address, file.absences, file.has_deputy = order.return_address, order.absences, order.has_deputy
    return file


def _before_the_sale(
    connection: Connection, workflow: Workflow, asker: Asker, opening: Opening, now: datetime
) -> CaseFile:
    if asker.role != "buyer":
        raise Forbidden
    about = opening.about or {}
    name = seller_named(connection, about["seller"], about["market"], at="/about")
    buyer = find_person(connection, "buyer", asker.sub) or asker.as_person("")
    return new_file(
        workflow,
        market=about["market"],
        lang=_spoken(opening.lang or buyer.lang, about["market"]),
        seller_id=about["seller"],
        seller_name=name,
        buyer=buyer,
        order=None,
        siblings=(),
        units=(),
        reason=opening.reason or "",
        about={"sku": about["sku"], "title": about["title"]},
        now=now,
    )


def _units(workflow: Workflow, opening: Opening, order: OrderFile) -> list[UnitRow]:
    if opening.units is None:
        if workflow.kind in ALL_UNLESS_NAMED:
            return order.head.terms.all_units()
        if workflow.kind == "question":
            return []
        raise ShapeInvalid([FieldError("/units", "field.missing")])
    named: dict[str, int] = {}
    for line, quantity in opening.units:
        named[line] = named.get(line, 0) + quantity
    errors = []
    for number, (line, quantity) in enumerate(opening.units):
        known = order.head.terms.line_named(line)
        if quantity < 1:
            errors.append(FieldError(f"/units/{number}/quantity", "field.greater_than_equal", {"ge": 1}))
        elif known is None or named[line] > known.quantity:
            reason = "field.unknown_line" if known is None else "field.more_than_ordered"
            errors.append(FieldError(f"/units/{number}", reason))
    if errors or (not named and workflow.kind != "question"):
        raise ShapeInvalid(errors or [FieldError("/units", "field.missing")])
    return [UnitRow(line, quantity) for line, quantity in named.items()]


def _about_a_seller(connection: Connection, workflow: Workflow, opening: Opening, now: datetime) -> CaseFile:
    """A case between the platform and a seller, in one market; no buyer has a part in it."""
    seller, place = opening.seller or "", opening.market or ""
    return new_file(
        workflow,
        market=place,
        seller_id=seller,
        seller_name=seller_named(connection, seller, place, at=""),
        lang=language_of(connection, seller, place),
        buyer=None,
        order=None,
        siblings=(),
        units=(),
        reason="",
        about=None,
        now=now,
    )


def language_of(connection: Connection, seller: str, place: str) -> str:
    """The first language that the seller names, else the market's."""
    profile = profile_of(connection, seller)
    return profile.languages[0] if profile is not None and profile.languages else market(place).languages[0]


def seller_named(connection: Connection, seller: str, place: str, *, at: str) -> str:
    """The seller's name. Raises ``ShapeInvalid`` where there is no such seller or market."""
    sql = f"SELECT name FROM seller WHERE id = {placeholder(connection.dialect, 'id')}"  # a placeholder
    found = run(connection, sql, {"id": seller})
    errors = [FieldError(f"{at}/market", "field.unknown_market")] if place not in MARKETS else []
    errors += [FieldError(f"{at}/seller", "field.unknown_seller")] if not found else []
    if errors:
        raise ShapeInvalid(errors)
    return str(found[0][0])


def _spoken(language: str, market_code: str) -> str:
    """The language of a case: the buyer's, else the market's first."""
    return language or market(market_code).languages[0]
