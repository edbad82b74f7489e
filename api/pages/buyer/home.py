"""The buyer's first page: my cases and my orders."""

from __future__ import annotations

from fastapi import Response

from api.pages.case_rows import case_rows
from api.pages.door import Visit
from cases.casefile.listing import Wanted
from cases.casefile.order_view import order_views
from cases.casefile.orders import list_orders

ORDERS = 20


def home(visit: Visit) -> Response:
    """Who must act and by when in my cases, and what I ordered."""
    with visit.database.read() as connection:
        rows, _ = case_rows(connection, visit.asker, Wanted(sort="-updated"), visit.now)
        names = list_orders(connection, visit.asker, after=None, limit=ORDERS)
        orders = order_views(connection, names, visit.asker, visit.now)
    return visit.page("buyer/home.html", rows=rows, orders=orders)
