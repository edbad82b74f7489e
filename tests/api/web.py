"""The API as the cast calls it, each with a token of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from httpx2 import Response
from starlette.testclient import TestClient

from cases.casefile.asker import Asker
from tests.builders import Desk

SECRET = "a secret of the tests that is long enough"


def token(who: Asker | None = None, *, secret: str = SECRET, **claims: Any) -> str:
    """A bearer token of somebody, or of whatever the claims say."""
    named: dict[str, Any] = {} if who is None else {"sub": who.sub, "role": who.role, "lang": who.lang}
    if who is not None and who.seller:
        named["seller"] = who.seller
    return jwt.encode(named | claims, secret, algorithm="HS256")


@dataclass
class Web:
    """A client of the API, and the desk behind it."""

    client: TestClient
    desk: Desk

    def get(self, who: Asker, path: str, **headers: str) -> Response:
        """What somebody reads at a path below ``/v1``."""
        answer: Response = self.client.get(f"/v1{path}", headers=self.signed(who, headers))
        return answer

    def post(self, who: Asker, path: str, body: Any, key: str | None = None) -> Response:
        """What somebody is answered."""
        named = {} if key is None else {"Idempotency-Key": key}
        answer: Response = self.client.post(f"/v1{path}", json=body, headers=self.signed(who, named))
        return answer

    def put(self, who: Asker, path: str, body: Any) -> Response:
        """What somebody is answered who puts something in the place of what is there."""
        answer: Response = self.client.put(f"/v1{path}", json=body, headers=self.signed(who, {}))
        return answer

    def delete(self, who: Asker, path: str) -> Response:
        """What somebody is answered who takes something away."""
        answer: Response = self.client.delete(f"/v1{path}", headers=self.signed(who, {}))
        return answer

    def send(self, who: Asker, path: str, raw: Any, **headers: str) -> Response:
        """What somebody is answered to a body of these very bytes."""
        named = {"Content-Type": "application/json"} | {name.replace("_", "-"): told for name, told in headers.items()}
        answer: Response = self.client.post(f"/v1{path}", content=raw, headers=self.signed(who, named))
        return answer

    @staticmethod
    def signed(who: Asker, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers with the token of somebody."""
        return {"Authorization": f"Bearer {token(who)}", **headers}


def refusal(answer: Response) -> tuple[int, str]:
    """The status and the code of a problem; anything that is no problem is a failure."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["detail"]
    return answer.status_code, problem["code"]


def pointers(answer: Response) -> list[str]:
    """Where the faults of a refused body are."""
    assert refusal(answer) == (422, "fields_invalid"), answer.text
    assert all(fault["reason"] for fault in answer.json()["errors"])
    return [fault["pointer"] for fault in answer.json()["errors"]]
