"""What is called exactly so: orders, buyers and sellers by their id or name, also those in no message yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cases.db import Connection, placeholder, run

MOST = 10


class Called(NamedTuple):
    """Somebody or something by its id, and what it is called."""

    id: str
    name: str


class Named(NamedTuple):
    """Everything that the words name, as much as fits beside a search."""

    orders: Sequence[Called] = ()
    buyers: Sequence[Called] = ()
    sellers: Sequence[Called] = ()


def named(connection: Connection, words: str) -> Named:
    """Orders by id with their seller's name, people by id or by their whole name; nobody who was erased."""
    mark = placeholder(connection.dialect, "words")
    orders = f"SELECT o.id, l.name FROM orders o JOIN seller l ON l.id = o.seller_id WHERE o.id = {mark}"
    called = f"(external_id = {mark} OR lower(name) = lower({mark}))"
    buyers = f"SELECT external_id, name FROM person WHERE realm = 'buyer' AND external_id IS NOT NULL AND {called}"
    sellers = f"SELECT id, name FROM seller WHERE id = {mark} OR lower(name) = lower({mark})"
    return Named(*(_called(connection, sql, words) for sql in (orders, buyers, sellers)))


def _called(connection: Connection, sql: str, words: str) -> list[Called]:
    return [Called(str(name), str(said)) for name, said in run(connection, f"{sql} LIMIT {MOST:d}", {"words": words})]
