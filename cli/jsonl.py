"""One JSON object a line in, one out, in the same order, with the same id; a bad line is answered in its place."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from cli.errors import BadInput


def each_line(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """Answer every line of standard input; exit code 2 when one of them was bad, after all were answered."""
    code = 0
    for raw in sys.stdin.buffer:
        if not raw.strip():
            continue
        name = None
        try:
            line = _read(raw)
            name = line.get("id")
            found: dict[str, Any] = {"id": name, **answer(line)}
        except BadInput as error:
            code, found = 2, {"id": name, "error": str(error)}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
    return code


def _read(raw: bytes) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadInput("This line is not JSON.") from error
    if not isinstance(line, dict):
        raise BadInput("This line is not a JSON object.")
    return line
