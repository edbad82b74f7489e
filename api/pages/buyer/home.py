"""The buyer's first page: who must act in my cases and by when, and my orders, where help begins."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from api.pages.buyer.own_order import seen_by
from api.pages.case_rows import case_rows
from api.pages.door import Visit
from api.problems import Problem
from cases.casefile.listing import Wanted
from cases.casefile.orders import list_orders, load_order, load_orders
from cases.db import Connection

ORDERS = 10


def home(visit: Visit) -> Response:
    """My cases, the one that moved last first, and my orders, the newest first and a page at a time."""
    after, sought = visit.asked("after") or None, visit.asked("order").strip()
    with visit.database.read() as connection:
        if sought and _is_mine(visit, connection, sought):
            return visit.go(f"/orders/{quote(sought)}")
        if after is not None and not _is_mine(visit, connection, after):
            raise Problem("cursor_invalid")
        rows, _ = case_rows(connection, visit.asker, Wanted(sort="-updated"), visit.now)
        names = list_orders(connection, visit.asker, after=after, limit=ORDERS + 1)
        files = load_orders(connection, names[:ORDERS])
        orders = seen_by(visit, connection, files, visit.asker)
    more = names[ORDERS - 1] if len(names) > ORDERS else ""
    return visit.page("buyer/home.html", rows=rows, orders=orders, more=more, sought=sought)


def _is_mine(visit: Visit, connection: Connection, name: str) -> bool:
    order = load_order(connection, name) if name.isprintable() else None
    return order is not None and order.is_of(visit.asker)
