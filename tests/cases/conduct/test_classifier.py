"""What the classifier learns, keeps and says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cases.messages.conduct.features import MOST_WORDS, sentences
from cases.messages.conduct.hearing import CONTACT_SAID, THRESHOLDS
from cases.messages.conduct.model import COLUMNS, Model
from cases.messages.conduct.reading import read
from cases.messages.conduct.screen import screen
from cases.messages.conduct.taught import numbers
from cases.messages.conduct.teaching import labels

LINES = [
    {"role": "buyer", "lang": "en", "text": text, "spans": [[text, "phone"]] if phone else []}
    for text, phone in (
        ("ring me tomorrow", True), ("give me a ring about the sofa", True), ("ring me on the landline", True),
        ("the ring is too small", False), ("the sofa is too big", False), ("when is the landline phone sent", False),
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def lessons() -> list[labels.Lesson]:
    return [labels.lesson(line, numbers()) for line in LINES]


def written(path: Path, lessons: list[labels.Lesson]) -> Path:
    seen = labels.seen(lessons)
    learnt = labels.learnt(seen, "phone")
    nothing = np.zeros_like(learnt[0]), 0.0
    weights, always = zip(*(learnt if column == "phone" else nothing for column in COLUMNS), strict=True)
    labels.write(path, weights, always)
    return path


def test_it_learns_the_same_from_the_same(tmp_path: Path, lessons: list[labels.Lesson]) -> None:
    first, second = (written(tmp_path / name, lessons).read_bytes() for name in ("first", "second"))

    assert first == second


def test_it_weighs_as_it_was_taught(tmp_path: Path, lessons: list[labels.Lesson]) -> None:
    seen = labels.seen(lessons)
    weights, always = labels.learnt(seen, "phone")
    model = Model(written(tmp_path / "model", lessons))
    scores = [score("phone") for lesson in lessons for score in model.scores(lesson.sentences)]

    assert scores == pytest.approx(seen.rows @ weights + always, abs=0.01)


def test_it_tells_apart_what_it_was_taught(tmp_path: Path, lessons: list[labels.Lesson]) -> None:
    model = Model(written(tmp_path / "model", lessons))
    scores = [model.scores(lesson.sentences)[0]("phone") for lesson in lessons]

    assert min(scores[:3]) > max(scores[3:])


def test_it_looks_at_an_endless_sentence_in_parts() -> None:
    reading = read("so " * (3 * MOST_WORDS), "en")

    assert [part.place for part in sentences(reading, [])] == [
        (0, MOST_WORDS - 1), (MOST_WORDS, 2 * MOST_WORDS - 1), (2 * MOST_WORDS, 3 * MOST_WORDS - 1),
    ]  # fmt: skip


def test_it_looks_at_nothing_in_a_text_without_words() -> None:
    assert sentences(read(" …! ", "en"), []) == []
    assert screen("", "seller", "en").findings == ()


def test_it_is_sure_only_above_what_it_finds() -> None:
    assert all(heard.found < heard.sure for heard in (CONTACT_SAID, *THRESHOLDS.values()))


def test_it_marks_the_clause_that_says_it() -> None:
    text = "The lamp arrived broken, please call me on my mobile tonight, and I would like a new one."
    [found] = [item for item in screen(text, "buyer", "en").findings if item.label == "phone"]

    assert "call me" in text[found.start : found.end]
    assert "lamp" not in text[found.start : found.end]


def test_it_marks_whole_words_beside_marks_and_emoji() -> None:
    text = "cafe\u0301 👩‍👧 is dicht, kunt u mij even bellen a\u0301u\u0301b? 🙏🏽"
    [found] = [item for item in screen(text, "buyer", "nl").findings if item.label == "phone"]

    assert text[found.start : found.end].startswith("kunt u mij")
    assert "👩" not in text[found.start : found.end]
