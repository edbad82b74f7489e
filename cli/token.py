"""``nazorg token``: a bearer token of the embedded set-up."""

from __future__ import annotations

import argparse
import json
from typing import Any

from cli import doors
from cli.errors import BadInput

ROLES = ("buyer", "seller", "admin", "integration")


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
    if (asked.role == "seller") != bool(asked.seller):
        raise BadInput("--seller goes with --role seller, and only with it.")
    token = sign(doors.settings().secret, asked.role, asked.sub, asked.seller, asked.lang)
    print(json.dumps({"token": token}) if asked.json else token)
    return 0


def sign(secret: str, role: str, sub: str, seller: str = "", lang: str = "") -> str:
    """A token signed with the embedded secret."""
    import jwt

    claims = {"sub": sub, "role": role} | ({"seller": seller} if seller else {}) | ({"lang": lang} if lang else {})
    return jwt.encode(claims, secret, algorithm="HS256")
