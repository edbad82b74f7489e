"""What a case has to choose from in its forms: its lines, its open questions, its parcels, a seller's breaches."""

from __future__ import annotations

from api.pages.forms import Choices
from cases.casefile.casefile import CaseFile
from cases.casefile.view import View


def choices_of(file: CaseFile, view: View) -> dict[str, Choices]:
    """What the case itself has to choose from, by the names of the fields that mean it."""
    choices: dict[str, Choices] = {}
    if file.order is not None:
        lines = {line.line: line.title for line in file.order.terms.lines}
        choices["line"] = [(line, f"{line} · {title}") for line, title in lines.items()]
    asked = [(question["id"], question["text"]) for question in view["questions"] if question["state"] == "open"]
    if asked:
        choices["questions"] = asked
    return choices
