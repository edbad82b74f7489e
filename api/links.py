"""Links that work without an account: to withdraw from one order, and to what was acknowledged.

Each is signed with the server's secret under a salt of its own, so that neither opens what the other does, and no
link is ever taken for a session or a bearer token. How long one works is for its page to say.
"""

from __future__ import annotations

from hashlib import sha256

from fastapi import Request
from itsdangerous import BadData, URLSafeSerializer

from api.problems import Problem

WITHDRAWAL, ACKNOWLEDGEMENT = "nazorg.withdrawal", "nazorg.acknowledgement"
LONGEST = 1_000


def withdrawal_link(request: Request, secret: str, order: str) -> str:
    """The whole address at which an order can be withdrawn from, as long as the period runs."""
    return f"{str(request.base_url).rstrip('/')}/withdraw/{_signer(secret, WITHDRAWAL).dumps(order)}"


def acknowledgement_path(secret: str, case: str) -> str:
    """Where the acknowledgement of a withdrawal is read by whoever declared it."""
    return f"/acknowledgements/{_signer(secret, ACKNOWLEDGEMENT).dumps(case)}"


def named_in(token: str, secret: str, salt: str) -> str:
    """What a token names. Raises ``not_found`` where we did not sign it."""
    try:
        if len(token) > LONGEST:
            raise Problem("not_found")
        return str(_signer(secret, salt).loads(token))
    except BadData as error:
        raise Problem("not_found") from error


def _signer(secret: str, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=salt, signer_kwargs={"key_derivation": "hmac", "digest_method": sha256})
