"""What is wrong with the fields of a message: a pointer, the key of the reason's text, and the numbers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

KNOWN = (
    "missing", "extra_forbidden", "union_tag_invalid", "union_tag_not_found", "value_error", "literal_error", "enum",
    "string_type", "string_too_short", "string_too_long", "string_pattern_mismatch", "string_unicode",
    "bool_type", "bool_parsing", "int_type", "int_parsing", "int_parsing_size", "int_from_float",
    "float_type", "float_parsing", "finite_number",
    "decimal_type", "decimal_parsing", "decimal_max_digits", "decimal_max_places", "decimal_whole_digits",
    "greater_than", "greater_than_equal", "less_than", "less_than_equal",
    "list_type", "tuple_type", "too_short", "too_long", "dict_type", "model_type", "model_attributes_type",
    "date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact",
    "time_type", "time_parsing",
    "datetime_type", "datetime_parsing", "datetime_object_invalid", "datetime_from_date_parsing", "timezone_aware",
    "uuid_type", "uuid_parsing",
)  # fmt: skip
"""The kinds of fault, as pydantic names them, that have a text ``field.<kind>``."""

_NOT_SAID = ("error", "field_type", "actual_length", "pattern", "class_name")


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: a JSON pointer into ``fields``, the key of the reason's text, its numbers."""

    pointer: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)


def faults_in(fields: object, error: ValidationError) -> list[FieldError]:
    """Every fault that pydantic found in ``fields``; a kind without a text keeps pydantic's own message."""
    found = []
    for fault in error.errors(include_url=False, include_input=False):
        kind = str(fault["type"])
        if kind == "json_invalid":
            # The fields were JSON already, so only half a surrogate pair can have stopped the second reading.
            return [FieldError("", "field.string_unicode")]
        reason = f"field.{kind}" if kind in KNOWN else str(fault["msg"])
        pointer = _pointer(fields, fault["loc"], missing=kind == "missing")
        found.append(FieldError(pointer, reason, _values(fault.get("ctx", {}))))
    # pydantic does not count an entry that is wrong itself, and then finds too few of them.
    return [fault for fault in found if fault.reason != "field.too_short" or not _fault_inside(fault, found)]


def _fault_inside(outer: FieldError, found: Sequence[FieldError]) -> bool:
    return any(fault.pointer.startswith(f"{outer.pointer}/") for fault in found)


def _pointer(fields: object, loc: Sequence[int | str], *, missing: bool) -> str:
    """The place as RFC 6901 writes it. pydantic also names the arm of a union, which is no place in the fields."""
    parts, here = [], fields
    for number, part in enumerate(loc):
        inside = part in here if isinstance(here, Mapping) else isinstance(here, Sequence) and isinstance(part, int)
        if inside:
            here = here[part]  # type: ignore[index]  # just looked at
        elif not (missing and number == len(loc) - 1):
            continue
        parts.append(str(part).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{part}" for part in parts)


def _values(context: Mapping[str, object]) -> dict[str, object]:
    said = {key: value for key, value in context.items() if key not in _NOT_SAID}
    if isinstance(choices := said.get("expected"), str):
        said["expected"] = choices.replace(" or ", ", ")
    return said
