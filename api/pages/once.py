"""Let one form write once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from api.pages.door import KEY_FIELD, Visit
from cases.casefile.idempotency import Key, claim, keep_answer, release
from cases.clock import real_now

DONE = 200


def form_key(visit: Visit, once: str) -> Key | None:
    """The key of the form that was sent; None where it names none."""
    if not once:
        return None
    who = visit.asker
    said = orjson.dumps({name: texts for name, texts in visit.typed.items() if name != KEY_FIELD})
    path = visit.request.url.path
    return Key.of(sub=who.sub, role=who.role, method="FORM", path=path, key=once, body=said, real_now=real_now())


def once(visit: Visit, key: Key | None, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do something that writes in several transactions; the same form again gets what it got. Raises what it raises."""
    if key is None:
        return do()
    if (kept := claim(visit.database, key)) is not None:
        found: dict[str, Any] = orjson.loads(kept.answer)
        return found
    try:
        told = do()
        keep_answer(visit.database, key, DONE, orjson.dumps(told).decode())
    except BaseException:
        release(visit.database, key)
        raise
    return told
