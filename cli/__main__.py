"""``nazorg``: the operator's door. One file a command, imported only when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import NoReturn

from cli.errors import BadInput

COMMANDS = {
    "serve": "serve the API, with a scheduler beside it",
    "scheduler": "run a scheduler alone",
    "db": "migrate the database",
    "token": "make a bearer token",
    "orders": "import orders",
    "deadline": "work out a deadline and explain it",
    "screen": "judge what a message says",
    "questions": "find the questions in a text",
    "review-reply": "judge whether a reply answers what was asked",
    "workflow": "list, show and check the case kinds",
    "audit": "verify the log, sign it, export a case's evidence",
    "policy": "check policies and compare them by the record",
    "simulate": "run many cases through virtual days",
    "privacy": "export or erase somebody, hold a case",
}


class OneSentence(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        """Say it and exit 2."""
        self.exit(2, f"{self.prog}: {message[:1].upper()}{message[1:]}.\n")


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its code: 0 well, 1 a check failed, 2 bad input."""
    words = sys.argv[1:] if arguments is None else arguments
    parser = OneSentence(prog="nazorg", description="The after-sales desk of a market place.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = next((word for word in words if not word.startswith("-")), "")
    for name, meaning in COMMANDS.items():
        if name == asked:
            import_module(f"cli.{name.replace('-', '_')}").add(subparsers)
        else:
            subparsers.add_parser(name, help=meaning, add_help=False)
    chosen = parser.parse_args(words)
    try:
        code = int(chosen.run(chosen))
        sys.stdout.flush()
    except BadInput as error:
        print(f"nazorg {chosen.command}: {error}", file=sys.stderr)
        code = 2
    except BrokenPipeError:
        # Who reads has gone; without this the interpreter would flush once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


if __name__ == "__main__":
    main()
