"""Is it alive, is it ready, how late is the clock; and the document of this API."""

from __future__ import annotations

import logging

import orjson
from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from api import shapes
from api.documentation import documented
from api.door import Door, open_answer
from api.problems import ALWAYS, JSON, json_answer
from cases.clock import real_now
from cases.db.schema import Schema, schema_of
from cases.outbox.queries import uncalled, undelivered
from cases.timers import queries

log = logging.getLogger(__name__)
router = APIRouter(tags=["operations"])
FRESH_SECONDS = 120.0
UNREADY = 503


@router.get("/healthz", operation_id="healthz", **documented(shapes.Alive, is_open=True))
async def alive(request: Request) -> Response:
    """The process answers."""
    return await open_answer(request, lambda _: json_answer({"alive": True}))


_READY = documented(shapes.Ready, is_open=True)
_READY["responses"][UNREADY] = {
    "description": "`missing` names what is not there: database, migrations, scheduler",
    "content": {
        JSON: {
            "schema": {"$ref": "#/components/schemas/Ready"},
            "example": {"ready": False, "missing": ["scheduler"]},
        }
    },
}


@router.get("/readyz", operation_id="readyz", **_READY)
async def ready(request: Request) -> Response:
    """The database answers in its newest schema, and a scheduler swept within two minutes."""
    return await open_answer(request, _ready)


def _ready(door: Door) -> Response:
    missing = _missing(door)
    return json_answer({"ready": not missing, "missing": missing}, UNREADY if missing else 200)


def _missing(door: Door) -> list[str]:
    try:
        if schema_of(door.database) is not Schema.CURRENT:
            return ["migrations"]
        with door.database.read() as connection:
            age = queries.heartbeat_age(connection, real_now())
    except Exception:
        log.exception("the database does not answer")  # whatever it is, it does not answer
        return ["database"]
    return ["scheduler"] if age is None or age > FRESH_SECONDS else []


@router.get(
    "/metrics",
    operation_id="metrics",
    response_class=Response,
    responses={
        200: {
            "description": "how late the clock is, how much waits, what was answered",
            "content": {"text/plain": {"schema": {"type": "string"}, "example": "nazorg_deadline_lag_seconds 0.0\n"}},
        }
    },
)
async def metrics(request: Request) -> Response:
    """How late the clock is, how much waits and what was answered, for Prometheus."""
    return await open_answer(request, _metrics)


def _metrics(door: Door) -> Response:
    with door.database.read() as connection:
        values = (
            ("deadline_lag_seconds", "Age of the oldest mark not fired.", queries.overdue_lag(connection, door.now())),
            ("deadlines_open", "Open deadlines.", queries.open_deadlines(connection)),
            ("firings_parked", "Cases whose firing failed and waits.", queries.parked(connection)),
            ("outbox_undelivered", "Events that have no position in the feed yet.", undelivered(connection)),
            ("webhook_deliveries_waiting", "Events that webhooks have not got yet.", uncalled(connection)),
        )
    registry = CollectorRegistry()
    for name, meaning, value in values:
        Gauge(f"nazorg_{name}", meaning, registry=registry).set(value)
    text = generate_latest(registry) + generate_latest(door.registry)
    return Response(text, headers=ALWAYS, media_type=CONTENT_TYPE_PLAIN_0_0_4)


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The document from which clients are made."""
    document = request.app.openapi()
    return Response(orjson.dumps(document), headers={**ALWAYS, "Cache-Control": "no-cache"}, media_type=JSON)
