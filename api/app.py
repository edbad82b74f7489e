"""The application: routes, and a problem for whatever is not one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request, Response
from fastapi.routing import iter_route_contexts
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.documentation import describe
from api.door import Door
from api.live import Watch
from api.overrides import following
from api.pages.door import not_found
from api.pages.faces import serve_pages
from api.pages.people import Person
from api.problems import Problem, body_of, problem_answer
from api.routes import (
    attachments,
    batches,
    cases,
    events,
    evidence,
    markets,
    messages,
    operations,
    orders,
    outages,
    reviews,
    sandbox,
    search,
    sellers,
    statements,
    statistics,
    team,
    webhooks,
    workflows,
)
from api.security import language_of
from cases.clock import real_now, sandbox_now, set_sandbox_clock
from cases.db import Database, open_database
from cases.settings import Settings

POOL = 16
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def create_app(settings: Settings, database: Database | None = None, people: Sequence[Person] = ()) -> FastAPI:
    """API and pages over one database; without ``database`` it opens, and in the end closes, the settings' own.

    ``people`` are those of a demo, between whom anybody may switch.
    """
    own = database is None
    opened = database or open_database(settings.database_url, pool_size=POOL)
    if settings.sandbox:
        _let_the_clock_stand(opened)

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[None]:
        # A thread without a connection would only wait for one.
        current_default_thread_limiter().total_tokens = POOL
        async with following(opened):
            yield
        served.state.watch.close()
        if own:
            opened.close()

    app = FastAPI(
        title="Nazorg",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        telemetry=_NO_TELEMETRY,
    )
    app.state.door = Door(settings, opened)
    app.state.watch = Watch(opened)
    for routes in (orders, cases, messages, batches, search, team, reviews, attachments, statements, evidence):
        app.include_router(routes.router)
    for routes in (sellers, statistics, outages, markets, workflows, events, webhooks, operations):
        app.include_router(routes.router)
    if settings.sandbox:
        app.include_router(sandbox.router)
    serve_pages(app, settings, people)
    describe(app)
    app.add_exception_handler(HTTPException, _NotHere(app))
    return app


def _let_the_clock_stand(database: Database) -> None:
    """A sandbox's business clock always stands: where it stood, else at the real time."""
    with database.read() as connection:
        stands = sandbox_now(connection)
    if stands is None:
        set_sandbox_clock(database, real_now().replace(microsecond=0))


class _NotHere:
    """Answers what no route takes: an unknown address, or a method that an address does not know."""

    def __init__(self, app: FastAPI) -> None:
        routes = [context for context in iter_route_contexts(app.routes) if context.path is not None]
        self.paths = [(compile_path(str(route.path))[0], route.methods or set()) for route in routes]

    async def __call__(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        allowed = [names for pattern, names in self.paths if pattern.match(request.scope["path"])]
        code = "method_not_allowed" if allowed and error.status_code != 404 else "not_found"  # noqa: PLR2004  # HTTP's
        headers = {"Allow": ", ".join(sorted(set().union(*allowed)))} if allowed else {}
        method = request.method if request.method in METHODS else ""  # because anybody can make up any number of them
        request.app.state.door.answers.labels("", method, error.status_code).inc()
        if code == "not_found" and "text/html" in request.headers.get("accept", ""):
            return not_found(request)
        language = language_of(request.headers.get("accept-language", ""))
        return problem_answer(body_of(Problem(code), language), headers if code == "method_not_allowed" else {})
