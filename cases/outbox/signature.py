"""Signatures of webhooks, after the Standard Webhooks specification 1.0.0 (symmetric, ``v1``)."""

from __future__ import annotations

import base64
import hmac
import secrets

PREFIX = "whsec_"
BYTES = 32  # the specification asks for 24 to 64


def new_secret() -> str:
    """A secret for one webhook alone."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def sign(secret: str, name: str, moment: int, body: bytes) -> str:
    """The signature of a body under its name and the moment of the attempt, in seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    said = f"{name}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, said, "sha256")).decode()


def headers(secrets_now: list[str], name: str, moment: int, body: bytes) -> dict[str, str]:
    """What goes along with the body; two secrets where one takes the place of the other."""
    signed = " ".join(sign(secret, name, moment, body) for secret in secrets_now)
    return {"webhook-id": name, "webhook-timestamp": str(moment), "webhook-signature": signed}
