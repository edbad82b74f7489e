"""``nazorg token``: a bearer token of the embedded set-up."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta
from typing import Any

from cli import doors
from cli.errors import BadInput

ROLES = ("buyer", "seller", "admin", "integration")
VALID_FOR = timedelta(days=30)


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("token", help="make a bearer token")
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--sub", required=True, help="who: the market place's id")
    parser.add_argument("--seller", default="", help="for a seller's people: the seller's id")
    parser.add_argument("--lang", default="", help="the language in which they read")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the token."""
    if not asked.sub.strip():
        raise BadInput("--sub names nobody.")
    if (asked.role == "seller") != bool(asked.seller):
        raise BadInput("--seller goes with --role seller, and only with it.")
    settings = doors.settings()
    if settings.jwks_url:
        raise BadInput("With NAZORG_JWKS_URL tokens come from there; none is made here.")
    token = sign(settings.secret, asked.role, asked.sub, asked.seller, asked.lang)
    print(json.dumps({"token": token}) if asked.json else token)
    return 0


def sign(secret: str, role: str, sub: str, seller: str = "", lang: str = "") -> str:
    """A token signed with the embedded secret, good for thirty days on the real clock."""
    import jwt

    from cases.clock import real_now

    claims: dict[str, Any] = {"sub": sub, "role": role, "exp": real_now() + VALID_FOR}
    claims |= {name: value for name, value in {"seller": seller, "lang": lang}.items() if value}
    return jwt.encode(claims, secret, algorithm="HS256")
