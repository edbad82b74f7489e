"""Webhooks: addresses of the market place's and of sellers' own that are called when something happens."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import BoundedSemaphore
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, OF_WRITING, PAGED, documented
from api.door import Call, answer
from api.listing import page_of_all
from api.models import WebhookIn
from api.problems import ALWAYS, JSON, Problem, json_answer
from cases.clock import real_now
from cases.errors import Forbidden, NotFound
from cases.ids import is_id, new_id
from cases.outbox import webhooks
from cases.outbox.addresses import fault_of
from cases.outbox.deliveries import send
from cases.outbox.post import Caller
from cases.outbox.webhooks import Webhook
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/webhooks", tags=["events"])
REFUSED = ("not_found", "forbidden")
TRIAL_SECONDS = 5.0
_TRIALS = BoundedSemaphore(4)  # because each holds one of the threads that answer
_TO_IT = {
    name: {"operationId": name, "parameters": {"webhook": "$response.body#/id"}}
    for name in ("read_webhook", "rotate_webhook_secret")
}


@router.post(
    "",
    operation_id="create_webhook",
    **documented(
        shapes.WebhookWithSecret,
        status=201,
        takes=WebhookIn,
        keyed=True,
        problems=(*OF_BODIES, "forbidden", *OF_WRITING),
        links=_TO_IT,
    ),
)
async def create(request: Request) -> Response:
    """Be called from now on; for systems and admins about everything, for a seller's people about what is theirs.

    Each call is a POST of one event as the feed shows it, signed after the Standard Webhooks specification with the
    `secret`, which is shown this once. The address begins with `https://` and leads to where the public reaches.
    """
    return await answer(request, _create, takes=JSON)


def _create(call: Call) -> Response:
    owner, given = _owner(call), call.json()
    said = call.shaped(WebhookIn, given)
    inside = call.door.settings.webhooks_inside
    if fault := fault_of(said.url, internal=inside):
        raise Problem("fields_invalid", FieldError("/url", fault))
    types = None if said.types is None else [str(kind) for kind in said.types]

    def once() -> dict[str, Any]:
        try:
            made = webhooks.create(call.database, owner, said.url, types, real_now(), internal=inside)
        except webhooks.TooMany as error:
            fault = FieldError("/url", "field.too_long", {"max_length": webhooks.MOST})
            raise Problem("fields_invalid", fault) from error
        return _view(made, 0) | {"secret": made.secret}

    return call.once(once, status=201)


@router.get(
    "",
    operation_id="list_webhooks",
    **documented(shapes.WebhookPage, query=PAGED, problems=("forbidden", "fields_invalid", "cursor_invalid")),
)
async def every(request: Request) -> Response:
    """The asker's own: the market place's for systems and admins, the seller's for a seller's people."""
    return await answer(request, _every)


def _every(call: Call) -> Response:
    owner = _owner(call)
    with call.database.read() as connection:
        found = webhooks.webhooks_of(connection, owner)
        items = {one.id: _view(one, webhooks.waiting(connection, one.id)) for one in found}
    return json_answer(page_of_all(call.request, "webhooks", items))


@router.get(
    "/{webhook}", operation_id="read_webhook", **documented(shapes.Webhook, path=("webhook",), problems=REFUSED)
)
async def read(request: Request) -> Response:
    """One of them, and how it fares."""
    return await answer(request, _read)


def _read(call: Call) -> Response:
    found = _own(call)
    with call.database.read() as connection:
        return json_answer(_view(found, webhooks.waiting(connection, found.id)))


_REMOVED = documented({}, status=204, path=("webhook",), problems=REFUSED)
_REMOVED["responses"][204]["description"] = "It is called no more."


@router.delete("/{webhook}", operation_id="delete_webhook", **_REMOVED)
async def remove(request: Request) -> Response:
    """Be called no more; what it has not got yet it does not get."""
    return await answer(request, _remove)


def _remove(call: Call) -> Response:
    webhooks.remove(call.database, _owner(call), _own(call).id)
    return Response(status_code=204, headers=ALWAYS)


@router.post(
    "/{webhook}/test",
    operation_id="try_webhook",
    **documented(shapes.Tried, path=("webhook",), problems=(*REFUSED, "fields_invalid", "busy")),
)
async def try_it(request: Request) -> Response:
    """Call it now with an event of the type `webhook.test`, within five seconds.

    Where it takes that, whatever waits for it is tried again at once, and one that was disabled is called again.
    """
    return await answer(request, _try, keyed=False)


def _try(call: Call) -> Response:
    found, now = _own(call), real_now()
    if not _TRIALS.acquire(blocking=False):
        raise Problem("busy")
    try:
        body = orjson.dumps({"type": "webhook.test", "timestamp": _moment(now), "webhook": found.id})
        with Caller(internal=found.internal, seconds=TRIAL_SECONDS) as caller:
            came = send(caller, found, f"test_{new_id()}", body, now)
    finally:
        _TRIALS.release()
    if came.is_taken:
        webhooks.take_up_again(call.database, found.id)
    return json_answer({"delivered": came.is_taken, "status": came.status or None, "error": came.error or None})


@router.post(
    "/{webhook}/secret",
    operation_id="rotate_webhook_secret",
    **documented(
        shapes.WebhookWithSecret, path=("webhook",), keyed=True, problems=(*REFUSED, "fields_invalid", *OF_WRITING)
    ),
)
async def rotate(request: Request) -> Response:
    """A new secret, shown this once. For 24 hours the one before signs beside it, so that no call is lost."""
    return await answer(request, _rotate)


def _rotate(call: Call) -> Response:
    found, owner = _own(call), _owner(call)
    _must_have_key(call)

    def once() -> dict[str, Any]:
        made = webhooks.rotate(call.database, owner, found.id, real_now())
        with call.database.read() as connection:
            return _view(made, webhooks.waiting(connection, made.id)) | {"secret": made.secret}

    return call.once(once)


def _must_have_key(call: Call) -> None:
    if call.key_fault is not None:
        raise Problem("fields_invalid", call.key_fault)


def _owner(call: Call) -> str | None:
    """Whose the asker's webhooks are; None: the market place's."""
    if call.asker.role == "buyer":
        raise Forbidden
    return call.asker.seller if call.asker.role == "seller" else None


def _own(call: Call) -> Webhook:
    owner, name = _owner(call), call.named("webhook")
    if not is_id(name):
        raise NotFound
    with call.database.read() as connection:
        return webhooks.webhook_of(connection, owner, name)


def _view(webhook: Webhook, waiting: int) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "url": webhook.url,
        "types": webhook.types,
        "state": webhook.state,
        "created_at": _moment(webhook.created_at),
        "delivered_at": _moment(webhook.delivered_at),
        "failing_since": _moment(webhook.failing_since),
        "retry_at": _moment(webhook.retry_at),
        "last_error": webhook.last_error or None,
        "waiting": waiting,
        "undelivered_from": webhook.undelivered_from,
        "disabled_at": _moment(webhook.disabled_at),
        "disabled_because": webhook.disabled_because or None,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")
