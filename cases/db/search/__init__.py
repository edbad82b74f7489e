"""What can be searched, and the indexes over it, which each database keeps by itself.

The view ``searchable`` says which words a message has: its delivered body (once it is set free what was written), the
texts in the fields of its event, the names and words of the files that it names and, for the message that opened the
case, what the case is about. ``search_text`` holds them folded: on SQLite beside an FTS5 index, on PostgreSQL as a
tsvector with a GIN index. Whose a message is stands in the index as a word that nobody can write, so that one's own
are found without looking at anybody else's. Triggers fill it as messages come, look at files only where a message
names one, and take words out as they are redacted or a file is erased; who opens the case or a client of one's own
need not know of it.
"""

from __future__ import annotations

TABLE = "search_text"
FILES = "attachment_use"
"""The table whose rows bring the words of files into the index."""

MOST_OF_FILES = 210_000
"""How many characters of the names and words of its files a message is found by: the longest text and its name."""

ALSO_FOLDED = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "\u0131": "i",
    "ς": "\u03c3",
}
"""Letters that are folded although Unicode takes nothing apart in them, beside case and accents."""

OF_OTHER_ALPHABETS = dict(zip("άέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫёйїѓќўЁЙЇЃЌЎ", "αεηιουωιυιυαεηιουωιυеиігкуеиігку", strict=True))
"""Greek and Cyrillic letters without their accents."""

SOURCE = (
    "FROM message m JOIN cases c ON c.id = m.case_id LEFT JOIN content t ON t.case_id = m.case_id AND t.seq = m.seq"
    " AND t.part = 'delivered'"
)
SOURCE_WITH_RELEASED = (
    "FROM message m JOIN cases c ON c.id = m.case_id LEFT JOIN released f ON f.case_id = m.case_id AND f.seq = m.seq"
    " LEFT JOIN content t ON t.case_id = m.case_id AND t.seq = m.seq"
    " AND t.part = CASE WHEN f.seq IS NULL THEN 'delivered' ELSE 'original' END"
)
"""The same once messages are held and set free: of one that was, everybody reads what was written."""

AROUND = (
    "c.number || ' ' || coalesce(c.order_id, '') || ' ' || c.seller_id"
    " || ' ' || coalesce((SELECT s.name FROM seller s WHERE s.id = c.seller_id), '')"
    " || ' ' || coalesce((SELECT p.external_id || ' ' || p.name FROM person p WHERE p.id = c.buyer_id), '')"
)
NEWEST = "order_revision r JOIN orders o ON o.id = r.order_id AND o.revision = r.revision"
OPENED_BY = "v.seq = 1 AND v.case_id IN (SELECT c.id FROM cases c WHERE c.{} = NEW.id)"
"""The messages that opened the cases of a person or an order, by the column that names it."""
