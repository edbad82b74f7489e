"""How fast a case advances, beside two floors in the same run, on PostgreSQL and on SQLite.

An advance is the writing verb from its Idempotency-Key to the commit, all of it, 413 characters.
    python benchmarks/advance.py [--rounds 9] [--seconds 0.6] [--writers 8]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import floors, servers, side_by_side  # after the path is set
from benchmarks.market_place import build

CASES = 400


def main() -> None:
    """Measure and print ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--seconds", type=float, default=0.6)
    arguments.add_argument("--writers", type=int, default=8)
    asked = arguments.parse_args()
    with servers.session() as folder:
        _one_writer(folder, asked.rounds, asked.seconds)
        if asked.writers:
            _many_writers(folder, asked.writers, max(3, asked.rounds // 2), asked.seconds)


def _one_writer(folder: Path, rounds: int, seconds: float) -> None:
    postgresql = servers.new_postgresql(folder)
    ours = build(postgresql, CASES)
    same = build(postgresql, CASES, first=CASES, migrate=False)
    floors.make_plain(postgresql, CASES)
    ours_sqlite, same_sqlite = servers.new_sqlite(folder), servers.new_sqlite(folder)
    lite, lite_same = build(ours_sqlite, CASES), build(same_sqlite, CASES)
    found = side_by_side.rates(
        {
            "plain": floors.plain(postgresql, 0, CASES),
            "same rows": floors.same_rows_postgresql(same, postgresql),
            "nazorg": ours.advance,
            "sqlite same rows": floors.same_rows_sqlite(lite_same, same_sqlite.removeprefix("sqlite:///")),
            "sqlite nazorg": lite.advance,
        },
        rounds=rounds,
        seconds=seconds,
    )
    print(f"one writer, {rounds} rounds of {seconds} s; median ratio in the same round (lowest-highest)")
    side_by_side.say(found, "same rows", "plain", "")
    side_by_side.say(found, "nazorg", "plain", "must 0.8, aim 1.2")
    side_by_side.say(found, "nazorg", "same rows", "must 1.0")
    side_by_side.say(found, "sqlite nazorg", "sqlite same rows", "must 0.6, aim 0.8")


def _many_writers(folder: Path, writers: int, rounds: int, seconds: float) -> None:
    """As many processes at once, each over cases of its own."""
    postgresql = servers.new_postgresql(folder)
    build(postgresql, 1)
    floors.make_plain(postgresql, CASES)
    teams = {
        name: [
            subprocess.Popen(
                [
                    sys.executable,
                    __file__.replace("advance.py", "writer.py"),
                    name,
                    postgresql,
                    str(number),
                    str(writers),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(writers)
        ]
        for name in ("plain", "nazorg")
    }
    for team in teams.values():
        for writer in team:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
    found: dict[str, list[float]] = {name: [] for name in teams}
    for number in range(rounds):
        for name in list(teams) if number % 2 == 0 else list(teams)[::-1]:
            found[name].append(_together(teams[name], seconds))
    for team in teams.values():
        for writer in team:
            assert writer.stdin is not None
            writer.stdin.close()
            writer.wait(20)
    print(f"{writers} writers, {rounds} rounds")
    side_by_side.say(found, "nazorg", "plain", "must 0.8")


def _together(team: list[subprocess.Popen[str]], seconds: float) -> float:
    for writer in team:
        assert writer.stdin is not None
        writer.stdin.write(f"{seconds}\n")
        writer.stdin.flush()
    return sum(float(writer.stdout.readline()) for writer in team if writer.stdout is not None)


if __name__ == "__main__":
    main()
