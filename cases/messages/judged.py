"""What the rules of conduct find in everything that somebody says at once: words, fields, names and texts of files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from cases.errors import BrokenRule

if TYPE_CHECKING:
    from cases.messages.attachments import AttachmentRef
    from cases.messages.conduct.finding import Finding, Role
    from cases.messages.conduct.policy import Verdict

BODY, FIELDS, FILES = "/body", "/fields", "/attachments"
NUMBERS = frozenset(["tracking", "serial_number", "reference", "proof_of_posting", "parcel", "photos", "units"])
"""Fields that hold numbers and names of things; a number alone in one of them is no number to call."""


class Text(NamedTuple):
    """One of the texts of a request, by its place; ``document`` says of which kind the file is that holds it."""

    pointer: str
    text: str
    document: str = ""


class Found(NamedTuple):
    """A finding in one of the texts, and what follows from it."""

    pointer: str
    finding: Finding
    action: Verdict

    @property
    def broken(self) -> BrokenRule:
        """The same for whoever is told of it."""
        found = self.finding
        return BrokenRule(self.pointer, found.label, found.start, found.end, found.rule, found.reason)


class Judge:
    """Judges the texts of one request, each once however often the decision about it is taken again.

    Only the words of buyers and sellers are judged; for anybody else ``role`` is None and nothing is found.
    """

    def __init__(self, role: Role | None, language: str) -> None:
        self.role, self.language = role, language
        self._found: dict[str, list[Finding]] = {}

    def reads(self, texts: Iterable[Text]) -> None:
        """Judge texts ahead, because no lock is held yet."""
        for text in texts if self.role is not None else ():
            self._findings(text.text)

    def judges(self, texts: Iterable[Text], market: str, applied: Collection[str]) -> list[Found]:
        """What is found in the texts and leads to more than nothing, in their order.

        What has a label that is not ``applied`` is noted and nothing more.
        """
        if self.role is None:
            return []
        from cases.messages.conduct.policy import action

        found = []
        for text in texts:
            for finding in self._findings(text.text):
                follows = action(finding, self.role, market, text.document)
                if follows == "mask" and text.pointer.startswith(FILES):
                    follows = "hold"  # because nothing in a file can be covered
                if follows != "pass" and finding.label not in applied:
                    follows = "note"
                if follows != "pass":
                    found.append(Found(text.pointer, finding, follows))
        return found

    def _findings(self, text: str) -> list[Finding]:
        """Loaded on demand, because the rules with their word lists take longer to load than all the rest."""
        if text not in self._found:
            from cases.messages.conduct.reading import read
            from cases.messages.conduct.screen import find

            assert self.role is not None
            self._found[text] = find(read(text, self.language), self.role) if text.strip() else []
        return self._found[text]


def strongest(found: Sequence[Found]) -> Verdict:
    """What follows from all findings together."""
    from cases.messages.conduct.policy import STRENGTH

    return max((one.action for one in found), key=STRENGTH.index, default="pass")


def texts_of(body: str, fields: Mapping[str, Any], files: Iterable[AttachmentRef]) -> Iterator[Text]:
    """Every text in which somebody can say something: the words, the fields' own, the files' names and texts."""
    yield Text(BODY, body)
    yield from _texts_in(fields, FIELDS)
    for number, file in enumerate(files):
        pointer = f"{FILES}/{number}"
        yield Text(f"{pointer}/name", PurePath(file.name).stem.replace("_", " "), file.document)
        yield Text(f"{pointer}/text", file.text, file.document)


def _texts_in(value: Any, pointer: str) -> Iterator[Text]:
    if isinstance(value, str):
        if not _is_a_number(value, pointer):
            yield Text(pointer, value)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _texts_in(part, f"{pointer}/{name}")
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _texts_in(part, f"{pointer}/{number}")


def _is_a_number(value: str, pointer: str) -> bool:
    named = any(name in NUMBERS for name in pointer.split("/"))
    return named and "@" not in value and "://" not in value and not any(map(str.isspace, value.strip()))


def covered(body: str, fields: Mapping[str, Any], found: Iterable[Found]) -> tuple[str, dict[str, Any]]:
    """The words and the fields with all that is to be masked covered."""
    from cases.messages.conduct.masking import mask

    at: dict[str, list[Finding]] = {}
    for one in found:
        if one.action == "mask":
            at.setdefault(one.pointer, []).append(one.finding)

    def cover(value: Any, pointer: str) -> Any:
        if isinstance(value, str):
            return mask(value, at[pointer]) if pointer in at else value
        if isinstance(value, Mapping):
            return {name: cover(part, f"{pointer}/{name}") for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [cover(part, f"{pointer}/{number}") for number, part in enumerate(value)]
        return value

    return cover(body, BODY), cover(fields, FIELDS)
