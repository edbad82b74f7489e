"""Where in the log the words are that somebody seeks: one body for FTS5, one for tsvector, the same answer.

Own words of the index name whose a message is, so that the index looks at nobody else's; whether a case is the
asker's to see is decided by the same condition as in every list of cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import NamedTuple

from cases.casefile.asker import Asker
from cases.casefile.listing import CaseQuery
from cases.casefile.queries import find_person
from cases.db import Connection, moment_text, run
from cases.db.search.sqlite import IDS_A_SECOND
from cases.ids import NO_ID
from cases.messages.search.query import Sought, Term

LOOKED_AT = 2000
"""How many of the newest messages PostgreSQL looks at one by one before it asks its index."""


class Place(NamedTuple):
    """Where a message stands among all: its moment, its case and its number there."""

    at: str
    case: str
    seq: int


@dataclass(frozen=True, slots=True)
class Search:
    """What is sought, in which cases, from when until before when, how many, from after which message on."""

    sought: Sought
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 50
    after: Place | None = None


def places_of(connection: Connection, asker: Asker, wanted: Search) -> list[Place]:
    """The asker's messages that hold what is sought, the newest first, and one more where there is a next page."""
    if not wanted.sought.found:
        return []
    statement = (_OnSqlite if connection.dialect == "sqlite" else _OnPostgresql)(connection, asker, wanted)
    return statement.places()


class _Statement:
    """A search in the making: the conditions on its cases, whose messages, from where on."""

    def __init__(self, connection: Connection, asker: Asker, wanted: Search) -> None:
        self.connection = connection
        self.asker = asker
        self.wanted = wanted
        self.buyer = NO_ID
        if asker.role == "buyer" and (person := find_person(connection, "buyer", asker.sub)):
            self.buyer = person.id
        self.query = CaseQuery(connection.dialect)
        self.query.own(asker)
        for name, values in wanted.filters.items():
            self.query.one_of(name, values)

    def sellers(self) -> list[str]:
        """Whose messages alone can be among the found; none where anybody's can."""
        return [self.asker.seller] if self.asker.role == "seller" else list(self.wanted.filters.get("seller", ()))

    def read(self, sql: str) -> list[Place]:
        """Run what was made."""
        rows = run(self.connection, sql, self.query.values)
        return [Place(moment_text(at) if isinstance(at, datetime) else at, str(case), seq) for at, case, seq in rows]


class _OnSqlite(_Statement):
    """FTS5 gives rows in the order of their ids, which is that of their moments, and stops at the limit."""

    def places(self) -> list[Place]:
        mark, where = self.query.mark, self.query.where
        where.insert(0, f"search_index MATCH {mark(self._match())}")
        where += [f"f.rowid {beyond} {value}" for beyond, value in self._bounds()]
        return self.read(
            "SELECT m.at, s.case_id, s.seq FROM search_index f CROSS JOIN search_text s ON s.id = f.rowid"
            " CROSS JOIN cases c ON c.id = s.case_id LEFT JOIN person b ON b.id = c.buyer_id"
            " CROSS JOIN message m ON m.case_id = s.case_id AND m.seq = s.seq"
            f" WHERE {' AND '.join(where)} ORDER BY f.rowid DESC LIMIT {mark(self.wanted.limit + 1)}"
        )

    def _match(self) -> str:
        """The query in the language of FTS5: every word in quotation marks, and there is none in a word."""
        sought = self.wanted.sought
        match = f"words : ({' AND '.join(map(self._term, sought.found))})"
        owners = [f'"s{_hexadecimal(seller)}"' for seller in self.sellers()]
        if self.asker.role == "buyer":
            owners = [f'"b{_hexadecimal(self.buyer)}"']
        if owners:
            match += f" AND owners : ({' OR '.join(owners)})"
        if sought.excluded:
            match = f"({match}) NOT words : ({' OR '.join(map(self._term, sought.excluded))})"
        return match

    @staticmethod
    def _term(term: Term) -> str:
        return f'"{" ".join(term.words)}"{"*" if term.beginning else ""}'

    def _bounds(self) -> list[tuple[str, str]]:
        mark, wanted = self.query.mark, self.wanted
        bounds = []
        if wanted.since is not None:
            bounds.append((">=", mark(ceil(wanted.since.timestamp()) * IDS_A_SECOND)))
        if wanted.until is not None:
            bounds.append(("<", mark(ceil(wanted.until.timestamp()) * IDS_A_SECOND)))
        if wanted.after is not None:
            at, case, seq = (mark(value) for value in wanted.after)
            second = f"CAST(strftime('%s', {at}) AS INTEGER) * {IDS_A_SECOND}"
            ids = f"a.id BETWEEN {second} AND {second} + {IDS_A_SECOND - 1}"
            known = f"SELECT a.id FROM search_text a WHERE {ids} AND a.case_id = {case} AND a.seq = {seq}"
            bounds.append(("<", f"coalesce(({known}), {second})"))
        return bounds


class _OnPostgresql(_Statement):
    """A GIN index gives rows in no order, so all that it finds are read and sorted: quick where a word is rare.

    Where a word is common, a page of it is soon found among the newest messages.
    """

    def places(self) -> list[Place]:
        mark, wanted = self.query.mark, self.wanted
        found = " && ".join(map(self._term, wanted.sought.found))
        excluded = "".join(f" && !!{self._term(term)}" for term in wanted.sought.excluded)
        self.sought = f"{found}{excluded}"
        self.since = self._bounds()
        self.limit = mark(wanted.limit + 1)
        if self.asker.role != "buyer" and len(self.sellers()) <= 1:  # those of several stand in no index in their order
            newest = self.read(self._among_the_newest())
            if len(newest) > wanted.limit:
                return newest
        return self.read(self._by_the_index())

    def _among_the_newest(self) -> str:
        where = [*self.since, *(f"seller_id = {self.query.mark(seller)}" for seller in self.sellers())]
        newest = (
            f"SELECT at, case_id, seq, words FROM search_text WHERE {' AND '.join(where) or 'true'}"
            f" ORDER BY at DESC, case_id DESC, seq DESC LIMIT {LOOKED_AT}"
        )
        return self._page(f"({newest}) s", f"s.words @@ (SELECT {self.sought})")

    def _by_the_index(self) -> str:
        owners = [_lexeme(f"seller {seller}") for seller in self.sellers()]
        if self.asker.role == "buyer":
            owners = [_lexeme(f"buyer {self.buyer}")]
        own = f" && {self.query.mark(' | '.join(owners))}::tsquery" if owners else ""
        where = [f"words @@ (SELECT {self.sought}{own})", *self.since]
        found = f"WITH s AS MATERIALIZED (SELECT at, case_id, seq FROM search_text WHERE {' AND '.join(where)})"
        return f"{found} {self._page('s', 'true')}"

    def _page(self, source: str, condition: str) -> str:
        return (
            f"SELECT s.at, s.case_id, s.seq FROM {source} JOIN cases c ON c.id = s.case_id"
            f" LEFT JOIN person b ON b.id = c.buyer_id WHERE {condition} AND {' AND '.join(self.query.where)}"
            f" ORDER BY s.at DESC, s.case_id DESC, s.seq DESC LIMIT {self.limit}"
        )

    def _term(self, term: Term) -> str:
        return f"nazorg_sought({self.query.mark(' '.join(term.words))}, {str(term.beginning).lower()})"

    def _bounds(self) -> list[str]:
        mark, wanted = self.query.mark, self.wanted
        bounds = []
        if wanted.since is not None:
            bounds.append(f"at >= {mark(wanted.since)}")
        if wanted.until is not None:
            bounds.append(f"at < {mark(wanted.until)}")
        if wanted.after is not None:
            at, case, seq = (mark(value) for value in wanted.after)
            bounds.append(f"(at, case_id, seq) < ({at}::timestamptz, {case}::uuid, {seq}::integer)")
        return bounds


def _hexadecimal(name: str) -> str:
    return name.encode().hex().upper()


def _lexeme(word: str) -> str:
    """A word as tsquery reads it, whatever is in it."""
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
