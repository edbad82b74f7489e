"""The few shapes of JSON Schema that a row of a workflow can ask for, told apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
FILES = "att_"
"""How the example of an attachment's id begins; there is no format of JSON Schema for that."""


def bare(schema: Schema) -> tuple[Schema, bool]:
    """The schema without its ``null``, and whether there was one."""
    arms = schema.get("anyOf", ())
    real = [arm for arm in arms if arm.get("type") != "null"]
    if len(real) == len(arms):
        return schema, False
    assert len(real) == 1, schema
    return real[0], True


def kind_of(schema: Schema) -> str:
    """``object list arms choice boolean whole decimal date moment text``."""
    if "oneOf" in schema:
        return "arms"
    if "enum" in schema or "const" in schema:
        return "choice"
    if "anyOf" in schema:
        return "decimal"
    shape = str(schema["type"])
    if shape == "string":
        return {"date": "date", "date-time": "moment"}.get(schema.get("format", ""), "text")
    return {"array": "list", "integer": "whole", "number": "decimal"}.get(shape, shape)


def is_money(schema: Schema) -> bool:
    """Whether it is a sum with its currency."""
    return set(schema.get("properties", ())) == {"amount", "currency"}


def is_files(schema: Schema) -> bool:
    """Whether it is a list of attachments."""
    return any(str(example).startswith(FILES) for example in schema["items"].get("examples", ()))


def options_of(schema: Schema) -> tuple[str, ...]:
    """What can be chosen."""
    return tuple(schema["enum"]) if "enum" in schema else (str(schema["const"]),)


def arms_of(schema: Schema) -> dict[str, Schema]:
    """The shapes to choose from, by the value that tells them apart, or else by the first field that they need."""
    tag = schema.get("discriminator", {}).get("propertyName")
    if tag:
        return {str(arm["properties"][tag]["const"]): arm for arm in schema["oneOf"]}
    return {str(arm["required"][-1]): arm for arm in schema["oneOf"]}


def arm_of(schema: Schema, value: object) -> str:
    """Which of them the value has; empty for none."""
    given = value if isinstance(value, Mapping) else {}
    tag = schema.get("discriminator", {}).get("propertyName")
    names = arms_of(schema)
    if tag:
        return str(given.get(tag)) if given.get(tag) in names else ""
    return next((name for name in names if name in given), "")
