"""What a party sees of an order: as it was imported, its cases, what was agreed in them, the rights that still run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.orders import OrderFile, load_orders
from cases.casefile.queries import load_all
from cases.casefile.reading import views_for
from cases.casefile.terms import Line, Shipment
from cases.casefile.view import View, buyer_view, local, money_view, rights_under
from cases.db import Connection
from markets.calendars import Calendar, calendar_of

STAY = ("partial_refund_keep", "refund_keep")
LET_STAY = ("let_buyer_keep", "refund_without_return")


def order_views(connection: Connection, order_ids: Sequence[str], asker: Asker, now: datetime) -> list[View]:
    """The orders in the order in which they are named; whether they are the asker's is for the caller to know."""
    orders = load_orders(connection, order_ids)
    files = load_all(connection, [case.id for order in orders for case in order.cases])
    cases: dict[str, list[tuple[CaseFile, View]]] = {order.head.id: [] for order in orders}
    for file, view in zip(files, views_for(connection, files, asker, now), strict=True):
        cases[file.case.order_id or ""].append((file, view))
    for found in cases.values():
        found.sort(key=lambda pair: (pair[0].case.opened_at, pair[0].case.id))
    return [_order_view(order, cases[order.head.id], asker.lang) for order in orders]


def agreed_in(file: CaseFile) -> list[View]:
    """What the parties, or the platform in their place, agreed in a case; ``amount`` is null where no sum is meant."""
    progress, order = file.case.progress, file.order
    if order is None:
        return []

    def entry(what: str, amount: Decimal | None = None) -> View:
        money = None if amount is None else money_view(amount, order.terms.currency)
        return {"case": file.case.id, "what": what, "amount": money}

    agreed = []
    if _was_done(file, "agree_change"):
        agreed.append(entry("change"))
    if progress.accepted is not None:
        agreed.append(entry("offer", progress.accepted))
    if progress.deduction is not None:
        agreed.append(entry("deduction", progress.deduction))
    kept_by_offer = progress.accepted is not None and progress.offer is not None and progress.offer.offer in STAY
    if kept_by_offer or any(_was_done(file, event) for event in LET_STAY):
        agreed.append(entry("goods_stay"))
    return agreed


def _was_done(file: CaseFile, event: str) -> bool:
    return any(key.partition(".")[0] == event for key in file.case.progress.tallies)


def _order_view(order: OrderFile, cases: list[tuple[CaseFile, View]], language: str) -> View:
    terms, calendar = order.head.terms, calendar_of(order.market)
    return {
        "id": order.head.id,
        "market": order.market,
        "seller": {"id": order.seller_id, "name": order.seller_name},
        "buyer": {
            **buyer_view(order.buyer, terms.lang, language),
            "type": terms.buyer_type,
            "country": terms.country,
        },
        "currency": terms.currency,
        "placed_at": local(terms.placed_at, calendar),
        "promised_at": local(terms.promised_at, calendar),
        "delivered_at": local(terms.delivered_at, calendar),
        "parcels": [_parcel(parcel, calendar) for parcel in terms.parcels],
        "shipping": _sum(terms.shipping, terms.currency),
        "shipping_standard": _sum(terms.shipping_standard, terms.currency),
        "withdrawal_informed_at": local(terms.withdrawal_informed_at, calendar),
        "lines": [_line(line, terms.currency) for line in terms.lines],
        "cases": [view for _, view in cases],
        "agreed": [entry for file, _ in cases for entry in agreed_in(file)],
        "rights": rights_under(
            order.market, terms, terms.delivered_at, repaired=any(case.repaired for case in order.cases)
        ),
    }


def _parcel(parcel: Shipment, calendar: Calendar) -> View:
    return {
        "id": parcel.id,
        "carrier": parcel.carrier,
        "tracking": parcel.tracking,
        "lines": parcel.lines,
        "shipped_at": local(parcel.shipped_at, calendar),
        "delivered_at": local(parcel.delivered_at, calendar),
    }


def _line(line: Line, currency: str) -> View:
    return {
        "line": line.line,
        "sku": line.sku,
        "title": line.title,
        "quantity": line.quantity,
        "unit_price": _sum(line.unit_price, currency),
        "discount": _sum(line.discount, currency),
        "kind": line.kind,
        "bulky": line.bulky,
        "withdrawal_exception": line.withdrawal_exception,
    }


def _sum(amount: Decimal, currency: str) -> str:
    """A sum of the order, written as in the order that was imported: without its currency."""
    written: str = money_view(amount, currency)["amount"]
    return written
