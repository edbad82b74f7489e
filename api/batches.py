"""Bodies that hold many things at once, each of which succeeds or fails on its own."""

from __future__ import annotations

from typing import Any

from api.door import Call
from cases.errors import ShapeInvalid
from workflows.fields.base import FieldError


def items_in(call: Call, given: Any, most: int, *, bare: bool = False) -> list[Any]:
    """The items of ``{"items": […]}``, or of a ``bare`` list; each is for the caller to look at.

    Raises ``ShapeInvalid`` for what is wrong with the whole: another field, no list, too few or too many items.
    """
    faults = [call.key_fault] if call.key_fault else []
    is_list = bare and not isinstance(given, dict)
    if not is_list and not isinstance(given, dict):
        raise ShapeInvalid([*faults, FieldError("", "field.dict_type")])
    items = given if is_list else given.get("items")
    place = "" if is_list else "/items"
    if not is_list:
        faults += [FieldError(f"/{name}", "field.extra_forbidden") for name in given if name != "items"]
    if not isinstance(items, list):
        faults.append(FieldError(place or "/items", "field.list_type" if items is not None else "field.missing"))
        items = []
    elif not 1 <= len(items) <= most:
        bound = {"min_length": 1} if not items else {"max_length": most}
        faults.append(FieldError(place, "field.too_short" if not items else "field.too_long", bound))
    if faults:
        raise ShapeInvalid(faults)
    return items
