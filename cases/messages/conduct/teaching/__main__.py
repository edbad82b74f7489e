"""Teach everything that is learnt: `python -m cases.messages.conduct.teaching FOLDER`.

The same corpus and the same code always give the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cases.messages.conduct.taught import LABELS, QUESTIONS
from cases.messages.conduct.teaching import labels, questions

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    labels.teach(folder / LABELS)
    questions.teach(folder / QUESTIONS)
