"""The evidence of a case from the API: a zip for its parties and the platform, which verifies on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from cases.casefile.asker import Asker
from cases.ledger.bundle import zipped
from tests.api.web import Web, refusal
from tests.builders import THURSDAY, Told, a_question
from tests.bundles import a_key, parts_of, public, verified
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS


@pytest.fixture
def case(web: Web) -> Told:
    told = web.desk.opens(a_question())
    told.says(NORD, "It fits.")
    return told


def signing(web: Web, folder: Path) -> str:
    """Let the served desk have a key; the line by which others know it."""
    key = a_key(folder)
    app = web.client.app
    assert isinstance(app, FastAPI)
    app.state.door.settings = replace(app.state.door.settings, ledger_key=key)
    return public(key)


@pytest.mark.parametrize("who", [JAN, NORD, ROOT])
def test_it_verifies_on_its_own(web: Web, case: Told, tmp_path: Path, who: Asker) -> None:
    key = signing(web, tmp_path)
    answer = web.get(who, f"/cases/{case.id}/evidence")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    found = verified(answer.content, key)
    assert (found.fault, found.case, found.messages, found.sealed) == ("", case.id, 2, 2)


def test_it_is_saved_under_the_number_of_the_case_and_never_kept_on_the_way(web: Web, case: Told) -> None:
    headers = web.get(JAN, f"/cases/{case.id}/evidence").headers
    ((number,),) = web.desk.rows("SELECT number FROM cases")
    assert headers["content-disposition"].startswith(f'attachment; filename="{number}-evidence.zip"')
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("private, no-store", "nosniff")


def test_it_says_that_nobody_signed_where_there_is_no_key(web: Web, case: Told) -> None:
    bundle = web.get(JAN, f"/cases/{case.id}/evidence").content
    assert "This file has no checkpoint" in parts_of(bundle)["README.txt"].decode()
    assert verified(bundle).holds


@pytest.mark.parametrize("who", [MIA, SPAET])
def test_it_does_not_exist_for_strangers(web: Web, case: Told, who: Asker) -> None:
    assert refusal(web.get(who, f"/cases/{case.id}/evidence")) == (404, "not_found")


def test_it_does_not_exist_without_its_case(web: Web) -> None:
    for name in ("0198f3c2-7b1e-7000-8000-000000000000", "none", "%00"):
        assert refusal(web.get(ROOT, f"/cases/{name}/evidence")) == (404, "not_found")


def test_it_is_not_for_systems(web: Web, case: Told) -> None:
    assert refusal(web.get(SYSTEMS, f"/cases/{case.id}/evidence")) == (403, "forbidden")
    assert refusal(web.get(SYSTEMS, "/cases/0198f3c2-7b1e-7000-8000-000000000000/evidence")) == (404, "not_found")


def test_it_is_made_one_file_at_a_time() -> None:
    asked: list[str] = []

    def files() -> Iterator[tuple[str, bytes]]:
        for name in ("a", "b", "c"):
            asked.append(name)
            yield name, name.encode() * 9

    parts = zipped(files(), THURSDAY)
    first = next(parts)
    assert (asked, re.findall(rb"^PK\x03\x04", first)) == (["a"], [b"PK\x03\x04"])
    assert set(parts_of(first + b"".join(parts))) == {"a", "b", "c", "hashes.txt"}
