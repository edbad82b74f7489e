"""Teach everything that is learnt: `python -m cases.messages.conduct.teaching FOLDER`.

The same corpus and the same code always give the same files.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pycrfsuite

from cases.messages.conduct.taught import LABELS, NUMBERS, QUESTIONS, REPLIES
from cases.messages.conduct.teaching import labels, numbers, questions, replies


def main() -> None:
    """Teach two files side by side; replies last, whose lessons need the buyers' questions."""
    folder = Path(sys.argv[1])
    with ProcessPoolExecutor() as pool:
        of_labels = pool.submit(labels.teach, folder / LABELS)
        pool.submit(questions.teach, folder / QUESTIONS).result()
        tagger = pycrfsuite.Tagger()
        tagger.open(str(folder / QUESTIONS))
        replies.teach(folder / REPLIES, tagger)
        numbers.teach(folder / NUMBERS)
        of_labels.result()


if __name__ == "__main__":
    main()
