"""What every route does alike: know the asker, take the body, answer once for a key, refuse as a problem.

Bodies are read here and not by the framework, because refusals come in a fixed order and the first that applies
answers: who asks, how much, of which kind, whether it is JSON, whether the thing is theirs, and only then its shape.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import orjson
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CollectorRegistry, Counter
from pydantic import BaseModel, ValidationError

from api.json_text import NotJson, read_json, unwritable
from api.problems import (
    BEFORE_KEYS,
    NOT_KEPT,
    STATUS,
    Problem,
    body_of,
    code_for,
    headers_of,
    json_answer,
    kept_answer,
    problem_answer,
)
from api.security import Tokens, bearer, in_their_language, language_of
from cases.casefile.asker import INTEGRATION, Asker
from cases.casefile.idempotency import IN_FLIGHT, AnsweredBefore, Key, claim, find_answer, keep_answer, release
from cases.casefile.refuse import record_refusal
from cases.clock import business_now, real_now
from cases.db import Database
from cases.errors import IdempotencyConflict, NazorgError, ShapeInvalid
from cases.settings import Settings
from workflows.fields.base import FieldError
from workflows.fields.faults import faults_in
from workflows.refusals import Refusal

log = logging.getLogger(__name__)

LARGEST_JSON = 1_000_000
LONGEST_KEY = 255
M = TypeVar("M", bound=BaseModel)


class Door:
    """What all requests share: the database, the settings, the tokens, and the count of answers."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings, self.database = settings, database
        self.tokens = Tokens(settings)
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "nazorg_answers",
            "Answers by route, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )

    def now(self) -> datetime:
        """The business time of a request that begins now."""
        return business_now(self.database) if self.settings.sandbox else real_now().replace(microsecond=0)


@dataclass(slots=True)
class Call:
    """One request: who asks, when, and what they sent. ``acts_on`` names what a refusal is recorded with."""

    request: Request
    door: Door
    asker: Asker
    raw: bytes = b""
    now: datetime = field(init=False)
    key: Key | None = None
    key_fault: FieldError | None = None
    acts_on: tuple[str | None, str] | None = None
    unrecorded: ShapeInvalid | None = None
    more: Callable[[Exception], Mapping[str, Any]] | None = None

    def __post_init__(self) -> None:
        self.now = self.door.now()

    @property
    def database(self) -> Database:
        """The database."""
        return self.door.database

    def named(self, part: str) -> str:
        """A part of the path. Raises ``not_found`` for one that no id can be."""
        name = str(self.request.path_params[part])
        if "\x00" in name:
            raise Problem("not_found")
        return name

    def json(self) -> Any:
        """The body as JSON. Raises ``bad_json``."""
        try:
            return read_json(self.raw)
        except NotJson as error:
            raise Problem("bad_json") from error

    def shaped(self, model: type[M], value: Any, theirs: Callable[[], object] | None = None) -> M:
        """The value in the shape of its model, and the key where one is needed. Raises ``fields_invalid``.

        A wrong shape answers only after ``theirs`` has found that the asker may act at all.
        """
        shape, faults = read_shape(model, value, self.raw)
        if self.key_fault is not None:
            faults = [*faults, self.key_fault]
        if shape is not None and not faults:
            return shape
        if theirs is not None:
            theirs()
        self.unrecorded = ShapeInvalid(faults)
        raise self.unrecorded

    def once(self, do: Callable[[], Any], *, status: int = 200) -> Response:
        """Do something that writes in several transactions once for its key; a repeated request gets its answer."""
        if self.key is None:
            return json_answer(do(), status)
        if (kept := claim(self.database, self.key)) is not None:
            return kept_answer(kept.status, kept.answer.encode())
        try:
            answer = json_answer(do(), status)
            keep_answer(self.database, self.key, answer.status_code, bytes(answer.body).decode())
        except BaseException:
            release(self.database, self.key)
            raise
        return answer


Do = Callable[[Call], Response]


async def answer(
    request: Request, do: Do, *, takes: str = "", largest: int = LARGEST_JSON, keyed: bool = True
) -> Response:
    """Answer a request: ``do`` runs in a thread once the asker is known and the body has come whole.

    ``takes`` is the body's content type, empty where there is no body. ``keyed`` is false for a POST that writes
    nothing and so needs no Idempotency-Key.
    """
    door: Door = request.app.state.door
    response = await _answer(door, request, do, takes, largest, keyed)
    route = getattr(request.scope.get("route"), "path", "")
    door.answers.labels(route, request.method, response.status_code).inc()
    return response


async def open_answer(request: Request, do: Callable[[Door], Response]) -> Response:
    """Answer a request that anybody may make."""
    door: Door = request.app.state.door
    response = await run_in_threadpool(do, door)
    door.answers.labels(getattr(request.scope.get("route"), "path", ""), request.method, response.status_code).inc()
    return response


async def _answer(door: Door, request: Request, do: Do, takes: str, largest: int, keyed: bool) -> Response:
    headers = request.headers
    accepts = headers.get("accept-language", "")
    try:
        token = bearer(headers.get("authorization", ""))
        known = door.tokens.known(token)
        if known is None:
            known = await run_in_threadpool(door.tokens.verified, token)
    except (Problem, NazorgError) as error:
        return problem_answer(body_of(error, language_of(accepts)), headers_of(error))
    asker = in_their_language(known, accepts)
    try:
        raw = await _body(request, takes, largest) if takes else b""
    except Problem as error:
        return problem_answer(body_of(error, asker.lang))
    return await run_in_threadpool(_finish, door, request, asker, raw, do, keyed)


def _finish(door: Door, request: Request, asker: Asker, raw: bytes, do: Do, keyed: bool) -> Response:
    try:
        call = Call(request, door, asker, raw)
        if request.method == "POST":
            call.key, call.key_fault = _key(request, asker, raw, keyed)
    except NazorgError as error:
        return problem_answer(body_of(error, asker.lang), headers_of(error))
    try:
        return do(call)
    except AnsweredBefore as before:
        return kept_answer(before.kept.status, before.kept.answer.encode())
    except (Problem, NazorgError, Refusal) as error:
        return refused(call, error)


def refused(call: Call, error: Exception) -> Response:
    """The refusal as a problem, kept under the key where the contract says so."""
    code = code_for(error)
    if call.key is not None and code not in NOT_KEPT:
        try:
            with call.database.read() as connection:
                kept = find_answer(connection, call.key)
        except IdempotencyConflict as conflict:
            if code not in BEFORE_KEYS:
                return problem_answer(body_of(conflict, call.asker.lang))
        else:
            if kept is not None and kept.status != IN_FLIGHT:
                return kept_answer(kept.status, kept.answer.encode())
    if error is call.unrecorded and call.acts_on is not None:
        record_refusal(call.database, call.asker, *call.acts_on, error, call.now)
    body = body_of(error, call.asker.lang, call.more(error) if call.more else None)
    if call.key is not None and code not in NOT_KEPT:
        keep_answer(call.database, call.key, STATUS[code], orjson.dumps(body).decode())
    return problem_answer(body, headers_of(error))


def read_shape(model: type[M], value: Any, raw: bytes) -> tuple[M | None, list[FieldError]]:
    """A value in the shape of its model, or everything that is wrong with it."""
    if faults := unwritable(raw, value):
        return None, faults
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, faults_in(value, error)


async def _body(request: Request, takes: str, largest: int) -> bytes:
    """The body as it came. Raises ``too_large`` as soon as there is, or is said to be, too much of it.

    And then ``unsupported_media_type`` for anything but ``takes``.
    """
    said = request.headers.get("content-length", "0")
    if said.isascii() and said.isdigit() and int(said[:12]) > largest:
        raise Problem("too_large")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > largest:
            raise Problem("too_large")
        parts.append(part)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != takes:
        raise Problem("unsupported_media_type")
    return b"".join(parts)


def _key(request: Request, asker: Asker, raw: bytes, keyed: bool) -> tuple[Key | None, FieldError | None]:
    given = request.headers.get("idempotency-key")
    if given is None:
        missing = FieldError("/headers/Idempotency-Key", "field.missing")
        return None, missing if keyed and asker.role == INTEGRATION else None
    if not given or len(given) > LONGEST_KEY:
        reason = "field.string_too_long" if given else "field.missing"
        return None, FieldError("/headers/Idempotency-Key", reason, {"max_length": LONGEST_KEY} if given else {})
    if not keyed:
        return None, None
    path = request.scope["path"]
    key = Key.of(sub=asker.sub, role=asker.role, method="POST", path=path, key=given, body=raw, real_now=real_now())
    return key, None
