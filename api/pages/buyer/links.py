"""Links that work without an account: to withdraw from one order, and to what was acknowledged.

Each is signed with the server's secret under a salt of its own, so that neither opens what the other does, and no
link is ever taken for a session or a bearer token. How long one works is for its page to say.
"""

from __future__ import annotations

from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from api.pages.door import Visit
from api.problems import Problem

WITHDRAWAL, ACKNOWLEDGEMENT = "nazorg.withdrawal", "nazorg.acknowledgement"
LONGEST = 1_000


def withdrawal_link(visit: Visit, order: str) -> str:
    """The whole address at which an order can be withdrawn from, as long as the period runs."""
    base = str(visit.request.base_url).rstrip("/")
    return f"{base}/withdraw/{_signer(visit, WITHDRAWAL).dumps(order)}"


def acknowledgement_path(visit: Visit, case: str) -> str:
    """Where the acknowledgement of a withdrawal is read by whoever declared it."""
    return f"/acknowledgements/{_signer(visit, ACKNOWLEDGEMENT).dumps(case)}"


def named_in(visit: Visit, salt: str) -> str:
    """What the token in the path names. Raises ``not_found`` where we did not sign it."""
    token = visit.named("token")
    try:
        if len(token) > LONGEST:
            raise Problem("not_found")
        return str(_signer(visit, salt).loads(token))
    except BadData as error:
        raise Problem("not_found") from error


def _signer(visit: Visit, salt: str) -> URLSafeSerializer:
    secret = visit.door.settings.secret
    return URLSafeSerializer(secret, salt=salt, signer_kwargs={"key_derivation": "hmac", "digest_method": sha256})
