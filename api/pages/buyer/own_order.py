"""An order of the buyer who asks, with everything that their pages show of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.door import Visit
from api.problems import Problem
from cases.casefile.asker import Asker
from cases.casefile.order_view import order_views
from cases.casefile.orders import OrderFile, load_order
from cases.casefile.view import View
from cases.casefile.withdrawing import Withdrawing, withdrawing
from cases.db import Connection
from markets.calendars import calendar_of


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """The order as it is kept, as its buyer sees it, and how the right of withdrawal stands."""

    file: OrderFile
    view: View
    right: Withdrawing

    @property
    def titles(self) -> dict[str, str]:
        """What each line is called."""
        return {line["line"]: line["title"] for line in self.view["lines"]}

    @property
    def zone(self) -> str:
        """The zone of the order's market."""
        return str(calendar_of(self.file.market).zone)

    def buyer(self, lang: str) -> Asker:
        """Who bought. Raises ``not_found`` where they were erased."""
        if self.file.buyer.external_id is None:
            raise Problem("not_found")
        return Asker("buyer", self.file.buyer.external_id, lang=lang)


def own_order(visit: Visit, connection: Connection, name: str) -> OwnOrder:
    """The order for the buyer who is signed in. Raises ``not_found`` for anybody else's."""
    file = load_order(connection, name)
    if file is None or visit.asker.role != "buyer" or not file.is_of(visit.asker):
        raise Problem("not_found")
    return seen_by(visit, connection, [file], visit.asker)[0]


def linked_order(visit: Visit, connection: Connection, name: str) -> OwnOrder:
    """The order that a link names, for whoever has the link. Raises ``not_found``."""
    file = load_order(connection, name)
    if file is None or file.buyer.external_id is None:
        raise Problem("not_found")
    return seen_by(visit, connection, [file], Asker("buyer", file.buyer.external_id, lang=visit.lang))[0]


def seen_by(visit: Visit, connection: Connection, files: Sequence[OrderFile], buyer: Asker) -> list[OwnOrder]:
    """What the buyer sees of files of theirs."""
    views = order_views(connection, [file.head.id for file in files], buyer, visit.now)
    return [OwnOrder(file, view, withdrawing(file, visit.now)) for file, view in zip(files, views, strict=True)]
