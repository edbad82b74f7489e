"""Every page there is, as the application serves them, so that an attack on pages leaves none out."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.routing import Route

from api.pages import cases, evidence, files, home, live, scale, search, sign_in, sign_on, static
from api.pages.admin.pages import ROUTERS as ADMIN
from api.pages.buyer.pages import ROUTERS as BUYER
from api.pages.seller.pages import ROUTERS as SELLER

COMMON = tuple(room.router for room in (home, live, sign_in, sign_on, search, cases, files, evidence, scale, static))


def paths(method: str) -> list[str]:
    """The addresses that take a method, their variable parts in braces, without converters."""
    return sorted({path.replace(":path", "") for path, takes in _routes() if method in takes})


def naming(method: str, part: str) -> list[str]:
    """Those of them that name such a thing."""
    return [path for path in paths(method) if f"{{{part}}}" in path]


def _routes() -> Iterator[tuple[str, set[str]]]:
    for router in (*COMMON, *ADMIN, *BUYER, *SELLER):
        for route in router.routes:
            assert isinstance(route, Route), route
            yield route.path, set(route.methods or ())
