"""Orders: imported by the market place's systems, read by their parties."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.door import Call, answer, called, once, parsed, raw_body
from api.problems import Problem, body_of
from cases.casefile.asker import ADMIN, INTEGRATION
from cases.casefile.order_shape import OrderIn
from cases.casefile.orders import load_order
from cases.casefile.queries import load_all
from cases.casefile.reading import view_for
from cases.casefile.view import rights_view
from cases.errors import NazorgError, NotFound
from cases.verbs.import_orders import import_order
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/orders")
Raw = Annotated[bytes, Depends(raw_body)]
MOST = 1_000


@router.post("")
async def take(request: Request, raw: Raw) -> Response:
    """Import up to 1,000 orders; a bad one is named in its place and stops nothing else."""
    return await run_in_threadpool(_take, request, raw)


def _take(request: Request, raw: bytes) -> Response:
    call = called(request, raw)

    def do() -> Response:
        given = call.json()
        if call.asker.role not in (ADMIN, INTEGRATION):
            raise Problem("forbidden")
        items = given.get("items") if isinstance(given, dict) and set(given) == {"items"} else given
        if not isinstance(items, list) or not 1 <= len(items) <= MOST:
            raise Problem("fields_invalid", errors=(FieldError("/items", "field.missing"),))
        return once(call, lambda: (200, {"items": [_one(call, place, item) for place, item in enumerate(items)]}))

    return answer(call, do)


def _one(call: Call, place: int, item: Any) -> dict[str, Any]:
    name = item.get("id") if isinstance(item, dict) else None
    try:
        return {
            "index": place,
            "id": name,
            "result": import_order(call.database, parsed(OrderIn, item), call.now).result,
        }
    except (Problem, NazorgError) as error:
        return {"index": place, "id": name, "result": "refused", "error": body_of(error, call.asker.lang)}


@router.get("/{order_id}")
def read_one(order_id: str, request: Request) -> Response:
    """The order with all its cases, what was agreed in them, and the rights that still run."""
    call = called(request)

    def do() -> Response:
        with call.database.read() as connection:
            order = load_order(connection, order_id)
            if order is None or not order.is_of(call.asker):
                raise NotFound
            files = load_all(connection, [case.id for case in order.cases])
            cases = [view_for(connection, file, call.asker, call.now) for file in files]
        terms = msgspec.to_builtins(order.head.terms, str_keys=True)
        body = {
            **{name: value for name, value in terms.items() if name not in ("buyer_type", "country", "lang")},
            "id": order.head.id,
            "market": order.market,
            "seller": {"id": order.seller_id, "name": order.seller_name},
            "buyer": {
                "id": order.buyer.external_id,
                "name": order.buyer.name,
                "lang": order.head.terms.lang,
                "type": order.head.terms.buyer_type,
                "country": order.head.terms.country,
            },
            "cases": cases,
            "agreed": [{"case": case["id"], "amount_due": case["amount_due"]} for case in cases],
            "rights": rights_view(files[0]) if files else None,
        }
        return Response(orjson.dumps(body), media_type="application/json")

    return answer(call, do)
