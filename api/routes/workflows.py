"""The tables, as data."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response

from api.door import answer, called
from cases.errors import NotFound
from workflows.registry import CURRENT
from workflows.render import as_json

router = APIRouter(prefix="/v1/workflows")


@router.get("")
def list_them(request: Request) -> Response:
    """Every kind of case."""
    call = called(request)
    items = [{"kind": workflow.kind, "version": workflow.version} for workflow in CURRENT.values()]
    return answer(call, lambda: _json({"items": items, "next": None}))


@router.get("/{kind}")
def read_one(kind: str, request: Request) -> Response:
    """One kind: its states, its rows, what must be said in each."""
    call = called(request)

    def do() -> Response:
        if kind not in CURRENT:
            raise NotFound
        return _json(as_json(CURRENT[kind]))

    return answer(call, do)


def _json(body: object) -> Response:
    return Response(orjson.dumps(body), media_type="application/json")
