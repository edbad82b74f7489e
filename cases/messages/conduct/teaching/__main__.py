"""Teach everything that is learnt: `python -m cases.messages.conduct.teaching FOLDER`.

The same corpus and the same code always give the same files.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from cases.messages.conduct.taught import LABELS, QUESTIONS, REPLIES, ask
from cases.messages.conduct.teaching import labels, questions, replies

FILES = {LABELS: labels.teach, QUESTIONS: questions.teach}


def main() -> None:
    """Teach each file in a process of its own, side by side; replies last, whose lessons need the buyers' questions."""
    folder = Path(sys.argv[1])
    with ProcessPoolExecutor() as pool:
        first = [pool.submit(teach, folder / name) for name, teach in FILES.items()]
        first[-1].result()
        ask(folder / QUESTIONS)
        replies.teach(folder / REPLIES)
        for taught in first:
            taught.result()


if __name__ == "__main__":
    main()
