"""Orders: imported by the market place's systems, read by their parties."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from api import shapes
from api.batches import items_in
from api.documentation import OF_BODIES, OF_WRITING, PAGED, documented
from api.door import Call, answer
from api.json_text import unwritable
from api.links import withdrawal_link
from api.listing import LONGEST, Query, cursor_after, page
from api.looks import remember
from api.problems import JSON, Problem, body_of, json_answer
from cases.casefile.asker import ADMIN, INTEGRATION
from cases.casefile.order_shape import OrderIn
from cases.casefile.order_view import order_views
from cases.casefile.orders import list_orders, load_order
from cases.errors import Forbidden, NazorgError, NotFound, ShapeInvalid
from cases.verbs.import_orders import import_order
from workflows.fields.faults import faults_in

router = APIRouter(prefix="/v1/orders", tags=["orders"])
MOST = 1_000
_EXAMPLE = {
    "id": "DE-2077",
    "market": "DE",
    "seller": {"id": "s-17", "name": "Kaffeekontor"},
    "buyer": {"id": "b-204", "name": "Anna Weber", "lang": "de"},
    "currency": "EUR",
    "placed_at": "2026-03-30T10:12:00+02:00",
    "delivered_at": "2026-04-02T11:40:00+02:00",
    "shipping": "4.95",
    "lines": [{"line": "1", "title": "Coffee machine CM 200", "quantity": 1, "unit_price": "129.00"}],
}
_ORDERS = {"type": "array", "minItems": 1, "maxItems": MOST, "items": {"$ref": "#/components/schemas/OrderIn"}}
_TAKES = {
    JSON: {
        "schema": {
            "oneOf": [
                _ORDERS,
                {
                    "type": "object",
                    "required": ["items"],
                    "additionalProperties": False,
                    "properties": {"items": _ORDERS},
                },
            ]
        },
        "examples": {"items": {"value": {"items": [_EXAMPLE]}}, "list": {"value": [_EXAMPLE]}},
    }
}


@router.post(
    "",
    operation_id="import_orders",
    **documented(shapes.ImportReport, takes=_TAKES, keyed=True, problems=(*OF_BODIES, "forbidden", *OF_WRITING)),
)
async def take(request: Request) -> Response:
    """Import up to 1,000 orders; a bad one is named in its place and stops nothing else."""
    return await answer(request, _take, takes=JSON)


def _take(call: Call) -> Response:
    given = call.json()
    if call.asker.role not in (ADMIN, INTEGRATION):
        raise Forbidden
    items = items_in(call, given, MOST, bare=True)
    return call.once(lambda: {"items": [_one(call, place, item) for place, item in enumerate(items)]})


def _one(call: Call, place: int, item: Any) -> dict[str, Any]:
    name = item.get("id") if isinstance(item, dict) else None
    known = {"index": place, "id": name if isinstance(name, str) and len(name) <= LONGEST else None}
    try:
        if faults := unwritable(call.raw, item):
            known["id"] = None
            raise ShapeInvalid(faults)
        order = OrderIn.model_validate_json(json.dumps(item), strict=True)
        return known | {"result": import_order(call.database, order, call.now).result}
    except ValidationError as error:
        refusal: Exception = ShapeInvalid(faults_in(item, error))
    except NazorgError as error:
        refusal = error
    return known | {"result": "refused", "error": body_of(refusal, call.asker.lang)}


@router.get(
    "",
    operation_id="list_orders",
    **documented(
        shapes.OrderPage,
        query=PAGED,
        problems=("fields_invalid", "cursor_invalid"),
    ),
)
async def list_them(request: Request) -> Response:
    """One's own orders, the newest first."""
    return await answer(request, _list)


def _list(call: Call) -> Response:
    query = Query(call.request)
    limit = query.limit()
    query.check()
    after = query.cursor("orders")
    if after is not None and len(after) != 1:
        raise Problem("cursor_invalid")
    with call.database.read() as connection:
        found = list_orders(connection, call.asker, after=after[0] if after else None, limit=limit + 1)
        items = order_views(connection, found[:limit], call.asker, call.now)
    return json_answer(page(items, cursor_after("orders", found[limit - 1]) if len(found) > limit else None))


@router.get(
    "/{order}",
    operation_id="read_order",
    **documented(shapes.Order, path=("order",), looks=True, problems=("not_found",)),
)
async def read_one(request: Request) -> Response:
    """The order with all its cases, what was agreed in them, and the rights that still run.

    The market place's systems and admins also read the link by which the buyer withdraws without an account.
    """
    return await answer(request, _read)


def _read(call: Call) -> Response:
    name = call.named("order")
    with call.database.read() as connection:
        order = load_order(connection, name)
        if order is None or not order.is_of(call.asker):
            raise NotFound
        view = order_views(connection, [name], call.asker, call.now)[0]
    remember(call, [case["id"] for case in view["cases"]])
    if call.asker.role in (ADMIN, INTEGRATION):
        erased = order.buyer.external_id is None
        view["withdrawal_link"] = None if erased else withdrawal_link(call.request, call.door.settings.secret, name)
    return json_answer(view)
