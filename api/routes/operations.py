"""Is it alive, is it ready, how late is the clock."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from cases.clock import business_now, real_now
from cases.timers import queries

router = APIRouter()
FRESH = 120.0


@router.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response(b'{"alive":true}', media_type="application/json")


@router.get("/readyz")
def ready(request: Request) -> Response:
    """The database answers and a scheduler swept within the last two minutes; 503 says which is missing."""
    missing = []
    try:
        with request.app.state.database.read() as connection:
            age = queries.heartbeat_age(connection, real_now())
        if age is None or age > FRESH:
            missing.append("scheduler")
    except Exception:  # noqa: BLE001  # whatever it is, the database does not answer
        missing.append("database")
    body = orjson.dumps({"ready": not missing, "missing": missing})
    return Response(body, 503 if missing else 200, media_type="application/json")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """How late the clock is and how much waits, for Prometheus."""
    registry = CollectorRegistry()
    database = request.app.state.database
    with database.read() as connection:
        for name, meaning, value in (
            (
                "nazorg_deadline_lag_seconds",
                "age of the oldest unfired mark",
                queries.overdue_lag(connection, business_now(database)),
            ),
            ("nazorg_deadlines_open", "open deadlines", queries.open_deadlines(connection)),
            ("nazorg_firings_parked", "cases whose firing failed and is parked", queries.parked(connection)),
        ):
            Gauge(name, meaning, registry=registry).set(value)
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")
