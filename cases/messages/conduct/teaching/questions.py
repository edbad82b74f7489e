"""Teach which words of a message ask: a conditional random field over the labelled messages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pycrfsuite

from cases.messages.conduct.asking_words import seen
from cases.messages.conduct.find_questions import BEGINS, GOES_ON, NOTHING
from cases.messages.conduct.phrases import Word
from cases.messages.conduct.taught import corpus

# How strongly a weight is held to nought (both kinds), and how many rounds; chosen on hands left out of the teaching.
HELD = {"c1": 0.01, "c2": 0.2, "max_iterations": 80, "feature.possible_transitions": True}


# What is wrong with a reply that answers nothing: then everything that was asked is labelled.
ALL_OPEN = frozenset(["vague", "empty_politeness", "copy_of_question", "automatic"])


def teach(path: Path) -> None:
    """Learn from the development corpus and write the file."""
    learn(messages(corpus()), path)


def messages(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Messages of these files with all that they ask: those labelled for it, and those that a reply left all open."""
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    asking = [line for line in lines if "questions" in line]
    unanswered = [line for line in lines if line.get("verdict") in ALL_OPEN]
    return asking + [
        {"text": line["buyer_text"], "lang": line["lang"], "questions": line["unanswered"]} for line in unanswered
    ]


def learn(lines: Iterable[dict[str, Any]], path: Path) -> None:
    """Learn from these messages and write the file."""
    trainer = pycrfsuite.Trainer(verbose=False, params=HELD)
    for line in lines:
        words, features = seen(line["text"], line["lang"])
        if words:
            trainer.append(features, tags(words, line["text"], line["questions"]))
    trainer.train(str(path))


def tags(words: list[Word], text: str, questions: Iterable[str]) -> list[str]:
    """For each word whether a question begins with it, goes on, or neither."""
    found = [NOTHING] * len(words)
    after = 0
    for question in questions:
        start = text.index(question, after)
        after = start + len(question)
        inside = [at for at, word in enumerate(words) if word.start < after and word.stop > start]
        for at in inside:
            found[at] = BEGINS if at == inside[0] else GOES_ON
    return found
