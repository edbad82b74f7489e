"""Replay the record under another policy: who would have been treated otherwise, before anybody activates it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cases.casefile.reckoned_anew import Otherwise, Rules, reckoned_anew
from cases.db import Connection, Database, run
from cases.sellers.figures import figures_of
from cases.sellers.proposals import DayEnds, Proposal, markets_of, past_of, proposals
from cases.sellers.scale import WINDOWS, Scale, scale_of
from cases.sellers.score import parts_of, score_of, visibility_of
from cases.sellers.standing import USUAL_WINDOW
from markets.business_time import due_on
from markets.calendars import calendar_of
from markets.policy import Policy


@dataclass(frozen=True, slots=True)
class Rated:
    """The score and the visibility that the record makes under a policy, measures in force apart."""

    score: float
    visibility: float


@dataclass(slots=True)
class Treated:
    """A seller who would be treated otherwise: what the old policy says, what the new one, and what ends otherwise.

    ``dropped`` are the measures that the old thresholds alone would have proposed, ``added`` those of the new alone.
    """

    seller: str
    name: str
    old: Rated
    new: Rated
    dropped: list[Proposal] = field(default_factory=list)
    added: list[Proposal] = field(default_factory=list)
    deadlines: list[Otherwise] = field(default_factory=list)

    @property
    def otherwise(self) -> bool:
        """Whether anything differs."""
        return self.old != self.new or bool(self.dropped or self.added or self.deadlines)


@dataclass(slots=True)
class Comparison:
    """The days that were looked at, the sellers who differ, and how many there are in all."""

    since: datetime
    until: datetime
    treated: list[Treated]
    sellers: int


def compare_policies(database: Database, old: Policy, new: Policy, days: int, now: datetime) -> Comparison:
    """Look at the last ``days`` of the record under both policies. Writes nothing.

    Proposals are those of the end of each day, as if each had been imposed at once; what a measure would have changed
    in the seller's conduct nobody knows, so it changes nothing here.
    """
    since = now - timedelta(days=days)
    scales, rules = (scale_of(old), scale_of(new)), (Rules(old), Rules(new))
    with database.read() as connection:
        ends_otherwise: dict[str, list[Otherwise]] = {}
        for one in reckoned_anew(connection, since, now, *rules):
            ends_otherwise.setdefault(one.past.seller, []).append(one)
        treated, sellers = [], 0
        for seller, name in run(connection, "SELECT id, name FROM seller ORDER BY id"):
            sellers += 1
            before, after = _rated(connection, seller, now, scales)
            found = Treated(seller, name, before, after)
            found.dropped, found.added = _measures(connection, seller, days, now, scales)
            found.deadlines = ends_otherwise.get(seller, [])
            if found.otherwise:
                treated.append(found)
    return Comparison(since, now, treated, sellers)


def _rated(connection: Connection, seller: str, now: datetime, scales: tuple[Scale, Scale]) -> tuple[Rated, Rated]:
    figures = figures_of(connection, seller, now, USUAL_WINDOW)
    before, after = (score_of(parts_of(figures, scale.weights)) for scale in scales)
    return Rated(before, visibility_of(before)), Rated(after, visibility_of(after))


def _measures(
    connection: Connection, seller: str, days: int, now: datetime, scales: tuple[Scale, Scale]
) -> tuple[list[Proposal], list[Proposal]]:
    """What the old thresholds alone would have proposed, and what the new ones alone."""
    dropped: list[Proposal] = []
    added: list[Proposal] = []
    for market in markets_of(connection, seller, now - timedelta(days=days + max(WINDOWS)), now):
        if scales[0].thresholds(market) == scales[1].thresholds(market):
            continue
        ends = _ends_of_days(market, days, now)
        past = past_of(connection, seller, market, ends[0][1] - timedelta(days=1))
        before, after = (list(proposals(past, scale.thresholds(market), market, ends)) for scale in scales)
        dropped += [proposal for proposal in before if not _has(after, proposal)]
        added += [proposal for proposal in after if not _has(before, proposal)]
    return dropped, added


def _has(others: list[Proposal], proposal: Proposal) -> bool:
    """Whether the same measure would be proposed on the same day, for whatever threshold."""
    return any(
        (one.day, one.market, one.measure) == (proposal.day, proposal.market, proposal.measure) for one in others
    )


def _ends_of_days(market: str, days: int, now: datetime) -> DayEnds:
    """The last days in the market that are over."""
    calendar = calendar_of(market)
    today: date = now.astimezone(calendar.zone).date()
    over = [today - timedelta(days=ago) for ago in reversed(range(1, days + 1))]
    return [(day, _end_of(day, market)) for day in over]


def _end_of(day: date, market: str) -> datetime:
    return due_on(calendar_of(market), day)
