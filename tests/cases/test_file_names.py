"""Names of files as they may be shown and saved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.messages.file_names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("photo.png", "photo.png"),
        ("My Photo (2).PNG", "My Photo (2).png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\jan\\photo.png", "photo.png"),
        ("a\x00b\ud800c\r\n.png", "abc.png"),
        ("invoice\u202egnp.exe", "invoicegnp.png"),
        (".htaccess", "htaccess.png"),
        ("...hidden.png", "hidden.png"),
        ("photo.jpg.exe", "photo.jpg.png"),
        ("index.html", "index.png"),
        ('a"b<c>d|e?.png', "a_b_c_d_e_.png"),
        ("Kühlschrank, Rückseite.png", "Kühlschrank, Rückseite.png"),
        ("Ku\u0308hlschrank", "Kühlschrank.png"),
        ("", "photo.png"),
        ("/", "photo.png"),
        ("x" * 400 + ".png", "x" * (LONGEST - 4) + ".png"),
    ],
)
def test_it_keeps_of_a_name_what_may_be_shown(name: str, safe: str) -> None:
    assert safe_name(name, "image/png", "photo") == safe


def test_it_takes_either_ending_of_a_jpeg() -> None:
    assert safe_name("a.jpeg", "image/jpeg", "photo") == "a.jpeg"
    assert safe_name("IMG_1.HEIC", "image/jpeg", "photo") == "IMG_1.jpg"


@given(st.text())
def test_it_makes_a_safe_name_of_any(name: str) -> None:
    safe = safe_name(name, "application/pdf", "invoice")
    assert safe.endswith(".pdf")
    assert len(safe) <= LONGEST
    assert safe.isprintable()
    assert not set(safe) & set('/\\"<>:|?*')
    assert not safe.startswith((".", " "))
    assert safe_name(safe, "application/pdf", "invoice") == safe
