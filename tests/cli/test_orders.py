"""``nazorg orders import``: what is good is imported, what is bad is named by its line."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cases.casefile.orders import load_order
from cases.db import open_database
from cli.order_files import orders_in
from tests.cli.terminal import nazorg

HEAD = (
    "id,market,seller_id,seller_name,buyer_id,buyer_name,buyer_lang,currency,placed_at,line,title,quantity,unit_price"
)
ROW = "DE-1,DE,nord,Werkstatt Nord,jan,Jan Vos,nl,EUR,2026-04-01T10:00:00+02:00,{line},{title},{quantity},129.00"


def order(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "market": "DE", "seller": {"id": "nord"}, "buyer": {"id": "jan"}, "currency": "EUR",
        "placed_at": "2026-04-01T10:00:00+02:00",
        "lines": [{"line": "1", "title": "Lampe", "quantity": 1, "unit_price": "12.50"}],
    } | more  # fmt: skip


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


@pytest.mark.parametrize("shape", [lambda items: {"items": items}, lambda items: items], ids=["object", "list"])
def test_it_imports_json_and_says_what_became_of_it(sqlite_url: str, tmp_path: Path, shape: Any) -> None:
    file = written(tmp_path, "orders.json", json.dumps(shape([order("DE-1"), order("DE-2")]), indent=1))
    first = nazorg("orders", "import", file, url=sqlite_url)
    assert (first.code, first.errors) == (0, "")
    assert first.out == "2 orders: 2 created, 0 updated, 0 unchanged, 0 refused\n"

    file = written(tmp_path, "orders.json", json.dumps(shape([order("DE-1"), order("DE-2", shipping="4.95")])))
    again = nazorg("orders", "import", file, "--json", url=sqlite_url)
    assert again.json == {"created": 0, "updated": 1, "unchanged": 1, "refused": 0, "errors": []}


def test_it_imports_a_single_order(sqlite_url: str, tmp_path: Path) -> None:
    file = written(tmp_path, "order.json", json.dumps(order("DE-1")))
    assert nazorg("orders", "import", file, "--json", url=sqlite_url).json["created"] == 1


def test_it_imports_csv_with_one_row_a_line(sqlite_url: str, tmp_path: Path) -> None:
    rows = [
        HEAD,
        ROW.format(line=1, title='"Lampe\nmit Schirm"', quantity=2),
        ROW.format(line=2, title="Birne", quantity=1),
    ]
    answer = nazorg("orders", "import", written(tmp_path, "orders.csv", "\n".join(rows)), "--json", url=sqlite_url)
    assert answer.json["created"] == 1
    with closing(open_database(sqlite_url)) as database, database.read() as connection:
        found = load_order(connection, "DE-1")
    assert found is not None
    assert [(line.title, line.quantity) for line in found.head.terms.lines] == [("Lampe\nmit Schirm", 2), ("Birne", 1)]
    assert (found.seller_name, found.buyer.name, found.buyer.lang) == ("Werkstatt Nord", "Jan Vos", "nl")


def test_it_names_a_bad_order_by_its_line_and_goes_on(sqlite_url: str, tmp_path: Path) -> None:
    items = [order("DE-1"), {"id": "DE-2"}, "nothing", order("DE-1", market="NL"), order("DE-3")]
    text = "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"
    answer = nazorg("orders", "import", written(tmp_path, "orders.json", text), "--json", url=sqlite_url)
    assert answer.code == 1
    assert answer.json["created"] == 2
    assert [(fault["line"], fault["order"]) for fault in answer.json["errors"]] == [(3, 2), (4, 3), (5, 4)]
    assert "line 5, order 4: market: This can no longer be changed." in answer.errors


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW.format(line=2, title="Birne", quantity="two"), "lines.1.quantity"),
        (ROW.format(line=2, title="Birne", quantity=1) + ",more", "line 3 has more values than there are columns"),
        (
            ROW.format(line=2, title="Birne", quantity=1).replace("nord", "sued"),
            "line 3 says something else of seller_id",
        ),
    ],
)
def test_it_refuses_a_csv_order_of_which_one_row_is_bad(sqlite_url: str, tmp_path: Path, row: str, said: str) -> None:
    text = "\n".join([HEAD, ROW.format(line=1, title="Lampe", quantity=1), row])
    answer = nazorg("orders", "import", written(tmp_path, "orders.csv", text), url=sqlite_url)
    assert answer.code == 1
    assert answer.errors.startswith("line 2, order 1: ")
    assert said in answer.errors


def test_it_refuses_rows_of_an_order_that_stand_apart(sqlite_url: str, tmp_path: Path) -> None:
    first = ROW.format(line=1, title="Lampe", quantity=1)
    text = "\n".join([HEAD, first, first.replace("DE-1", "DE-2"), ROW.format(line=2, title="Birne", quantity=1)])
    answer = nazorg("orders", "import", written(tmp_path, "orders.csv", text), "--json", url=sqlite_url)
    assert answer.json["created"] == 2
    assert answer.json["updated"] == 0, "the second part must not replace the first"
    assert answer.json["errors"] == [
        {"line": 4, "order": 3, "error": "order DE-1 began on line 2; its rows belong together"}
    ]


@pytest.mark.parametrize(
    "text",
    ["", "7", "[", "[{}", "[{},]", '[{"id": 1}] 5', '{"items": [{}]', '{"items": [{}]}]', "[" * 100_000, "\ud800"],
    ids=["empty", "number", "open", "no end", "comma", "more", "object open", "too many ends", "deep", "not unicode"],
)
def test_it_imports_nothing_of_a_file_that_is_broken(sqlite_url: str, tmp_path: Path, text: str) -> None:
    whole = json.dumps(order("DE-1"))
    file = tmp_path / "orders.json"
    file.write_bytes(text.replace("{}", whole).encode("utf-8", "surrogatepass"))
    answer = nazorg("orders", "import", str(file), url=sqlite_url)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.errors.splitlines()) == 1
    with closing(open_database(sqlite_url)) as database, database.read() as connection:
        assert load_order(connection, "DE-1") is None


def test_it_says_that_a_file_is_not_there(sqlite_url: str, tmp_path: Path) -> None:
    answer = nazorg("orders", "import", str(tmp_path / "none.csv"), url=sqlite_url)
    assert answer.code == 2
    assert "none.csv cannot be read" in answer.errors


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_it_holds_one_part_of_a_large_file_at_a_time(tmp_path: Path, kind: str) -> None:
    file, title = tmp_path / f"orders.{kind}", "Lampe" * 50
    with file.open("w") as out:
        if kind == "json":
            line = {"line": "1", "title": title, "quantity": 1, "unit_price": "12.50"}
            items = (json.dumps(order(f"DE-{number}", lines=[line])) for number in range(20_000))
            out.write('{"items": [' + ",\n".join(items) + "]}")
        else:
            row = ROW.format(line=1, title=title, quantity=1) + "\n"
            out.write(HEAD + "\n")
            out.writelines(row.replace("DE-1", f"DE-{number}") for number in range(20_000))
    tracemalloc.start()
    read = sum(1 for _ in orders_in(file))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == 20_000
    assert most < file.stat().st_size / 1.5, "the file was held whole"
