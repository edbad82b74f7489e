"""What every route does alike: know the asker, read the body, answer once for a key, refuse as a problem.

Bodies are read here and not by the framework, because refusals come in a fixed order and the first that applies
answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import orjson
from fastapi import Request, Response
from pydantic import BaseModel, ValidationError

from api.problems import NOT_KEPT, Problem, body_of, code_for, respond
from api.security import asker_of
from cases.casefile.asker import INTEGRATION, Asker
from cases.casefile.idempotency import Key, find_answer, keep_answer
from cases.clock import business_now, real_now
from cases.db import Database
from cases.errors import NazorgError, RateLimited
from cases.settings import Settings
from workflows.fields.base import FieldError
from workflows.refusals import Refusal

LARGEST = 1_000_000
M = TypeVar("M", bound=BaseModel)
Answer = tuple[int, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One request: who asks, when, under which key, with which body."""

    request: Request
    settings: Settings
    database: Database
    asker: Asker
    now: datetime
    raw: bytes = b""
    key: Key | None = None

    def read(self, model: type[M]) -> M:
        """The body as its model. Raises ``bad_json`` and ``fields_invalid``."""
        return parsed(model, self.json())

    def json(self) -> Any:
        """The body as JSON. Raises ``unsupported_media_type`` and ``bad_json``."""
        kind = self.request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem("unsupported_media_type")
        try:
            return orjson.loads(self.raw)
        except orjson.JSONDecodeError as error:
            raise Problem("bad_json") from error


def parsed(model: type[M], value: Any) -> M:
    """A value in the shape of its model. Raises ``fields_invalid`` with a pointer for every fault."""
    _refuse_unwritable(value, "")
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults = tuple(
            FieldError("/" + "/".join(str(part) for part in fault["loc"]), fault["msg"]) for fault in error.errors()
        )
        raise Problem("fields_invalid", errors=faults) from error


def _refuse_unwritable(value: Any, pointer: str) -> None:
    """No text may hold a zero character: PostgreSQL cannot store one, and no person writes one."""
    if isinstance(value, str) and "\x00" in value:
        raise Problem("fields_invalid", errors=(FieldError(pointer or "/", "field.string_type"),))
    if isinstance(value, dict):
        for name, member in value.items():
            _refuse_unwritable(name, pointer)
            _refuse_unwritable(member, f"{pointer}/{name}")
    elif isinstance(value, list):
        for number, member in enumerate(value):
            _refuse_unwritable(member, f"{pointer}/{number}")


async def raw_body(request: Request) -> bytes:
    """The body as it came. Raises ``too_large`` as soon as there is too much of it."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            raise Problem("too_large")
        parts.append(part)
    return b"".join(parts)


def called(request: Request, raw: bytes = b"") -> Call:
    """Begin a call: the asker, the business time, and the Idempotency-Key of a POST."""
    settings, database = request.app.state.settings, request.app.state.database
    asker = asker_of(request, settings)
    now = business_now(database) if settings.sandbox else real_now().replace(microsecond=0)
    return Call(request, settings, database, asker, now, raw, _key(request, asker, raw))


def _key(request: Request, asker: Asker, raw: bytes) -> Key | None:
    given = request.headers.get("idempotency-key", "")
    if request.method != "POST" or not given:
        return None
    path = request.url.path
    return Key.of(sub=asker.sub, role=asker.role, method="POST", path=path, key=given, body=raw, real_now=real_now())


def answer(
    call: Call, do: Callable[[], Response], more: Callable[[Exception], dict[str, Any]] | None = None
) -> Response:
    """Do what was asked; a refusal becomes a problem, kept under the key where the contract says so.

    ``more`` tells what a problem should carry beside its sentence.
    """
    try:
        _needs_key(call)
        return do()
    except (Problem, NazorgError, Refusal) as error:
        body = body_of(error, call.asker.lang, more(error) if more else None)
        if call.key is not None and code_for(error) not in {*NOT_KEPT, "idempotency_conflict"}:
            keep_answer(call.database, call.key, body["status"], orjson.dumps(body).decode())
        return respond(body, _headers(error))


def _needs_key(call: Call) -> None:
    """The market place's systems repeat what got no answer, so they name every POST."""
    if call.request.method == "POST" and call.asker.role == INTEGRATION and call.key is None:
        raise Problem("fields_invalid", errors=(FieldError("/header/Idempotency-Key", "field.missing"),))


def once(call: Call, do: Callable[[], Answer]) -> Response:
    """Do what was asked once for its key: a repeated request gets the kept answer again."""
    with call.database.read() as connection:
        kept = find_answer(connection, call.key)
    if kept is not None:
        return replayed(kept.status, kept.answer.encode())
    status, value = do()
    body = orjson.dumps(value)
    if call.key is not None:
        keep_answer(call.database, call.key, status, body.decode())
    return Response(body, status, media_type="application/json")


def replayed(status: int, body: bytes) -> Response:
    """An answer that was given before."""
    kind = "application/problem+json" if status >= 400 else "application/json"  # noqa: PLR2004  # where refusals begin
    return Response(body, status, {"Idempotency-Replayed": "true"}, kind)


def _headers(error: Exception) -> dict[str, str]:
    code = code_for(error)
    if code == "unauthenticated":
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, RateLimited):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": "1"} if code == "busy" else {}
