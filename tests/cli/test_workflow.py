"""``nazorg workflow``: the case kinds to read, for people and programmes, and their proof."""

from __future__ import annotations

import json

import pytest

from cli.__main__ import main
from workflows import texts
from workflows.registry import CURRENT
from workflows.render import as_json, as_mermaid, as_table


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code, what was printed and what was complained of."""
    with pytest.raises(SystemExit) as left:
        main(["workflow", *words])
    printed, complained = capsys.readouterr()
    return int(left.value.code or 0), printed, complained


def test_it_lists_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, _ = run(capsys, "list")

    assert code == 0
    assert [line.split(":")[0] for line in printed.splitlines()] == [found.name for found in CURRENT.values()]


def test_it_lists_every_kind_for_programmes(capsys: pytest.CaptureFixture[str]) -> None:
    _, printed, _ = run(capsys, "list", "--json")

    assert [(kind["kind"], kind["version"]) for kind in json.loads(printed)] == [(kind, 1) for kind in CURRENT]


@pytest.mark.parametrize("kind", CURRENT)
def test_it_shows_a_kind_in_each_form(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    assert run(capsys, "show", kind) == (0, as_table(CURRENT[kind]) + "\n", "")
    assert run(capsys, "show", kind, "--as", "table")[1] == as_table(CURRENT[kind]) + "\n"
    assert run(capsys, "show", kind, "--as", "mermaid")[1] == as_mermaid(CURRENT[kind]) + "\n"
    assert json.loads(run(capsys, "show", kind, "--as", "json")[1]) == as_json(CURRENT[kind])
    assert json.loads(run(capsys, "show", kind, "--json")[1]) == as_json(CURRENT[kind])


def test_it_knows_a_kind_by_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "show", "return@1") == run(capsys, "show", "return")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "gift"], f"nazorg workflow: There is no kind 'gift': choose one of {', '.join(CURRENT)}.\n"),
        (["show"], "nazorg workflow show: The following arguments are required: KIND.\n"),
        ([], "nazorg workflow: The following arguments are required: what.\n"),
    ],
)
def test_it_says_in_one_sentence_what_is_wrong(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert run(capsys, *words) == (2, "", sentence)


def test_it_proves_our_tables_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check") == (0, f"{len(CURRENT)} workflows are sound\n", "")
    assert json.loads(run(capsys, "check", "--json")[1]) == {"sound": True, "workflows": len(CURRENT), "faults": []}


def test_it_fails_where_a_text_is_missing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "has_text", lambda key, language: (key, language) != ("state.requested.acts", "nl"))

    code, printed, complained = run(capsys, "check")

    assert (code, printed) == (1, "")
    assert complained == "nazorg workflow: return@1: there is no text state.requested.acts in nl\n"
