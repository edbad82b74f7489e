"""The pages as the cast reads them without JavaScript: each with a browser's memory for cookies of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from cases.casefile.asker import Asker
from tests.api.web import token
from tests.builders import Desk
from tests.pages.form_page import sent

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)


@dataclass
class Pages:
    """A server of pages, and the desk behind it."""

    client: TestClient
    desk: Desk
    readers: dict[Asker, Reader] = field(default_factory=dict)

    def as_(self, who: Asker) -> Reader:
        """Somebody, signed in by their link."""
        if who not in self.readers:
            reader = self.stranger()
            answer = reader.get(f"/sign-in?token={token(who)}")
            assert answer.status_code == 200, answer.text
            self.readers[who] = reader
        return self.readers[who]

    def stranger(self) -> Reader:
        """Somebody who has not signed in."""
        return Reader(TestClient(self.client.app, base_url="http://testserver"))


@dataclass
class Reader:
    """Somebody at a browser."""

    client: TestClient

    def get(self, path: str, **headers: str) -> Response:
        """What they see at an address, wherever it leads them."""
        answer: Response = self.client.get(path, headers={"Accept": "text/html", **headers})
        return answer

    def forms(self, path: str) -> dict[str, dict[str, list[str]]]:
        """The forms of a page, by where they send, each with what it would send untouched."""
        return forms_in(self.get(path).text)

    def post(
        self, path: str, typed: Mapping[str, Any], files: Sequence[tuple[str, Any]] = (), *, follow: bool = True
    ) -> Response:
        """What they are answered to a form, as a browser sends one."""
        data = {name: list(value) if isinstance(value, list) else [value] for name, value in typed.items()}
        sends = [*files, ("", ("", b""))] if not files else list(files)
        answer: Response = self.client.post(
            path, data=data, files=sends, headers={"Accept": "text/html"}, follow_redirects=follow
        )
        return answer

    def looks(self, case: str, reason: str = "A complaint about the seller.") -> Response:
        """What an admin sees of a case, once they have said why they look."""
        return self.fills(f"/cases/{case}", f"/cases/{case}/look", {"reason": reason})

    def fills(
        self, page: str, action: str, typed: Mapping[str, Any], files: Sequence[tuple[str, Any]] = ()
    ) -> Response:
        """Fill the form of a page that sends to ``action``, and send it."""
        form = next(form for where, form in self.forms(page).items() if where.partition("#")[0] == action)
        return self.post(action, {**form, **typed}, files)


def forms_in(html: str) -> dict[str, dict[str, list[str]]]:
    """The forms of a page, by where they send."""
    found = {}
    for attributes, inside in FORM.findall(html):
        action = re.search(r'action="([^"]*)"', attributes)
        found[action[1] if action else ""] = sent(inside)
    return found


def title(answer: Response) -> str:
    """The title of a page."""
    found = TITLE.search(answer.text)
    assert found, answer.text
    return found[1]
