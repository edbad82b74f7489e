"""The application: routes, problems for whatever goes wrong, headers for every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from api.problems import Problem, body_of, code_for, respond
from api.routes import cases, markets, messages, operations, orders, sandbox, sellers, workflows
from api.security import language_of
from cases.db import Database, open_database
from cases.errors import Busy
from cases.settings import Settings

_BY_STATUS = {404: "not_found", 405: "method_not_allowed"}


def create_app(settings: Settings, database: Database | None = None) -> FastAPI:
    """The whole API over one database."""
    app = FastAPI(title="Nazorg", version="1", docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.database = database or open_database(settings.database_url)
    for routes in (orders, cases, messages, sellers, markets, workflows, operations):
        app.include_router(routes.router)
    if settings.sandbox:
        app.include_router(sandbox.router)
    app.add_exception_handler(Problem, _refuse)
    app.add_exception_handler(Busy, _refuse)
    app.add_exception_handler(HTTPException, _not_here)
    app.middleware("http")(_with_headers)
    return app


async def _refuse(request: Request, error: Exception) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if code_for(error) == "unauthenticated" else None
    return respond(body_of(error, language_of(request)), headers)


async def _not_here(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = Problem(_BY_STATUS.get(error.status_code, "not_found"))
    return respond(body_of(problem, language_of(request)), dict(error.headers or {}))


async def _with_headers(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await go_on(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.url.path.startswith("/v1"):
        response.headers["Cache-Control"] = "no-store"
    return response
