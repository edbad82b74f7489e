"""A case as every face's page shows it: the view, the thread, the clocks, and the composer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from api.pages.answered import Sentence, sentences_for
from api.pages.case_rows import CaseRow, row_of
from api.pages.choices import breaches_named_in, called_not_answered
from api.pages.composer import Composer, Draft, composer_of
from api.pages.measure_shown import MeasureShown, Told, measure_shown, said_of
from api.pages.path import TEXTS
from api.pages.present import present_in
from api.pages.route import Route, Words, names_in, route_of, steps_route
from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.entries import entries_of
from cases.casefile.facts import facts_of
from cases.casefile.order_view import order_views
from cases.casefile.reading import case_for, view_for
from cases.casefile.view import View, message_view, transition_view
from cases.clock import real_now
from cases.db import Connection
from cases.ids import deadline_id
from cases.messages.attachments import Label, labels_of
from cases.outbox.feed import bounds
from cases.team.presence import everybody
from cases.timers.condition import Standing, standing
from markets.translate import translate
from workflows.grammar import CLOSED

LATEST, LAST_ENDED = 200, 20
RUNNING = ("open", "paused")


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the thread: the message, and the transition that it is, if it is one."""

    message: View
    transition: View | None


@dataclass(frozen=True, slots=True)
class SeenCase:
    """Everything that a page of one case shows. ``clocks`` has the standing of each running deadline by its id.

    ``earlier`` is how many messages there are before the ones in ``thread``; ``whole`` that all were asked for.
    ``position`` is what of the feed was there when it was read, and ``present`` says who else of the team looks at it.
    ``objectable`` is what the reader may call not answered, and ``sentences`` are the seller's that may have answered
    an open question.
    """

    file: CaseFile
    view: View
    row: CaseRow
    thread: Sequence[Said]
    clocks: Mapping[str, Standing]
    labels: Mapping[str, Label]
    composer: Composer
    order: View | None = None
    earlier: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    objectable: frozenset[str] = frozenset()
    sentences: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)
    lang: str = ""
    in_steps: bool = False
    position: int = 0
    present: str = ""
    measure: MeasureShown | None = None

    @property
    def running(self) -> list[View]:
        """The deadlines that run or stand still."""
        return [one for one in self.view["deadlines"] if one["state"] in RUNNING]

    @property
    def ended(self) -> list[View]:
        """The deadlines that are over, the last one first."""
        return [one for one in reversed(self.view["deadlines"]) if one["state"] not in RUNNING]

    @property
    def last_ended(self) -> list[View]:
        """As many of them as a page shows at once."""
        return self.ended if self.whole else self.ended[:LAST_ENDED]

    @property
    def route(self) -> Route:
        """The way of the case through its workflow; a buyer sees it in steps."""
        changes = [said.transition for said in self.thread if said.transition]
        states, steps = names_in(self.view, changes)
        now = f"outcome.{self.view['outcome']}" if self.view["outcome"] else self.row.what
        words = Words(
            {state: translate(f"state.{state}.waits", self.lang) for state in states if state != CLOSED}
            | {CLOSED: translate("page.closed", self.lang)},
            translate(now, self.lang),
            {step: translate(TEXTS[step], self.lang) for step in steps},
        )
        draw = steps_route if self.in_steps else route_of
        return draw(self.view, changes, words)

    @property
    def unseen(self) -> Sequence[Said]:
        """What others wrote while somebody was writing here."""
        seen = self.composer.draft.seen
        return [said for said in self.thread if said.message["seq"] > seen] if seen is not None else ()

    @property
    def corrected(self) -> Mapping[str, int]:
        """By the id of each message that was corrected, the number of the last that corrects it."""
        return {said.message["corrects"]: said.message["seq"] for said in self.thread if said.message["corrects"]}

    @property
    def told(self) -> Mapping[int, Told]:
        """By its number what each message about a measure says in its fields."""
        if self.measure is None:
            return {}
        changes = [said.transition for said in self.thread if said.transition and said.transition["fields"]]
        found = {change["seq"]: said_of(change["fields"], self.lang) for change in changes}
        return {seq: rows for seq, rows in found.items() if rows}

    @property
    def zone(self) -> str:
        """The zone of the case's market."""
        return str(self.file.calendar.zone)


def see(
    connection: Connection, asker: Asker, case_id: str, now: datetime, draft: Draft, *, whole: bool = False
) -> SeenCase:
    """The case, for whoever may see it; its newest messages, or all. Raises ``NotFound``."""
    position = bounds(connection).last  # first of all, because what comes while we read must be heard of again
    file = case_for(connection, asker, case_id)
    view = view_for(connection, file, asker, now)
    earlier = 0 if whole else max(0, file.case.version - LATEST)
    entries = entries_of(connection, file.case.id, asker, after=earlier, limit=max(LATEST, file.case.version))
    thread = [
        Said(
            message_view(entry, file.seller_name, file.calendar),
            transition_view(entry, file.seller_name, file.calendar),
        )
        for entry in entries
    ]
    names = [name for said in thread for name in said.message["attachments"]]
    objectable = _objectable(file, view, asker, now)
    breaches = breaches_named_in(connection, file, asker.lang)
    order = order_views(connection, [file.case.order_id], asker, now)[0] if file.case.order_id else None
    return SeenCase(
        file,
        view,
        row_of(file, asker, now),
        thread,
        _clocks(file, now),
        labels_of(connection, names),
        composer_of(
            file,
            view,
            asker,
            draft,
            [said.message for said in thread],
            breaches=breaches,
            objectable=called_not_answered(view, objectable, asker.lang),
        ),
        order,
        earlier,
        {line["line"]: line["title"] for line in order["lines"]} if order else {},
        whole,
        objectable,
        sentences_for(asker, view, entries),
        asker.lang,
        asker.role == "buyer",
        position,
        present_in(everybody(connection, real_now()).get(file.case.id, ()), asker) if asker.team else "",
        measure_shown(file, breaches, now),
    )


def _objectable(file: CaseFile, view: View, asker: Asker, now: datetime) -> frozenset[str]:
    may = any(action["event"] == "object" for action in view["available_actions"])
    return frozenset(facts_of(file, now, asker.actor).waived_or_answered) if may else frozenset()


def _clocks(file: CaseFile, now: datetime) -> dict[str, Standing]:
    running = [one for one in file.deadlines if one.within]
    return {deadline_id(file.case.id, one.seq, one.number): standing(one, file.calendar, now) for one in running}
