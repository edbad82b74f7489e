"""What the address of the queue asks for: a folder, filters, and from where on; and the same again as an address."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from api.listing import Query, cursor_after, is_moment
from api.pages.door import Visit
from api.problems import Problem
from cases.casefile.listing import ME, NOBODY, Place
from cases.casefile.queue import FOLDERS, OWED, WantedFolder
from cases.ids import is_id
from markets.catalogue import MARKETS
from workflows.registry import CURRENT

PEOPLE = (ME, NOBODY)
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """The folder and the filters; empty is any. ``after`` is where the page before ended."""

    folder: str = OWED
    kind: str = ""
    market: str = ""
    assignee: str = ""
    after: Place | None = None

    @property
    def wanted(self) -> WantedFolder:
        """The same as the queue takes it."""
        filters = {name: [value] for name, value in (("kind", self.kind), ("market", self.market)) if value}
        return WantedFolder(self.folder, filters, [self.assignee] if self.assignee else [], A_PAGE, self.after)

    @property
    def filtered(self) -> bool:
        """Whether not every case of the folder is shown."""
        return bool(self.kind or self.market or self.assignee)

    @property
    def address(self) -> str:
        """The address that shows the same from its beginning."""
        said = {"folder": self.folder, "kind": self.kind, "market": self.market, "assignee": self.assignee}
        return f"/?{urlencode({name: value for name, value in said.items() if value})}"

    def other(self, folder: str) -> str:
        """The address of another folder under the same filters."""
        return replace(self, folder=folder).address

    def onward(self, last: Place) -> str:
        """The address of the next page."""
        return f"{self.address}&{urlencode({'cursor': cursor_after(self.folder, *last)})}"


def asked_by(visit: Visit) -> Asked:
    """What the visit asks for. Raises ``not_found`` for no folder of ours, ``cursor_invalid``."""
    folder = visit.asked("folder", OWED)
    if folder not in FOLDERS:
        raise Problem("not_found")
    after = Query(visit.request).cursor(folder)
    if after is not None and not (len(after) == len(Place._fields) and is_moment(after[0]) and is_id(after[1])):
        raise Problem("cursor_invalid")
    return Asked(
        folder,
        known(visit.asked("kind"), CURRENT),
        known(visit.asked("market"), MARKETS),
        visit.asked("assignee")[:200],
        Place(*after) if after is not None else None,
    )


def known(value: str, among: Container[str]) -> str:
    """The value where it is one that there is."""
    return value if value in among else ""
