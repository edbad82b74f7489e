"""``nazorg screen``: one verdict a line, in the same order, every bad line one clear sentence in its place."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from cli.__main__ import main


def screened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *lines: object
) -> tuple[int, list[Any]]:
    said = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
    with pytest.raises(SystemExit) as ended:
        main(["screen", "--jsonl"])
    return int(ended.value.code or 0), [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_it_answers_with_verdict_labels_and_spans(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "😀 mail: jan@hetnet.nl"
    code, [answer] = screened(capsys, monkeypatch, {"id": "a", "role": "buyer", "lang": "nl", "text": text})

    assert code == 0
    assert answer == {"id": "a", "verdict": "mask", "labels": ["email"], "spans": [[8, 21, "email"]]}
    assert text[8:21] == "jan@hetnet.nl"


def test_it_refuses_a_seller_what_it_masks_for_a_buyer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"id": role, "role": role, "lang": "nl", "text": "jan@hetnet.nl"} for role in ("seller", "buyer")]
    _, answers = screened(capsys, monkeypatch, *lines)

    assert [(answer["id"], answer["verdict"]) for answer in answers] == [("seller", "refuse"), ("buyer", "mask")]


def test_it_lets_a_clean_text_pass(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, [answer] = screened(capsys, monkeypatch, {"id": 1, "role": "buyer", "lang": "en", "text": "The kettle leaks."})

    assert answer == {"id": 1, "verdict": "pass", "labels": [], "spans": []}


@pytest.mark.parametrize(
    "bad",
    ["no json", "[]", {"id": 1, "role": "buyer", "lang": "en"}, {"id": 1, "role": "clock", "lang": "en", "text": "a"}],
)
def test_it_answers_a_bad_line_in_its_place_and_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bad: object
) -> None:
    good = {"id": 2, "role": "buyer", "lang": "en", "text": "fine"}
    code, [answer, after] = screened(capsys, monkeypatch, bad, good)

    assert code == 2
    assert set(answer) == {"id", "error"}
    assert after["verdict"] == "pass"
