"""The log moves the case: every table and every trigger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Json, Moment, Sum
from cases.db.triggers import install

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the triggers that hold them."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person", Identifier, nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)
    op.create_table(
        "content",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", "part"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deadline",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("waits_on", sa.String(), nullable=False),
        sa.Column("within", sa.String(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("used_seconds", sa.Integer(), nullable=False),
        sa.Column("paused_at", Moment(), nullable=True),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("extended_from", Moment(), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("next_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "seq", "number"),
    )
    op.create_index(op.f("ix_deadline_next_at"), "deadline", ["next_at"], unique=False)
    op.create_table(
        "deadline_history",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("waits_on", sa.String(), nullable=False),
        sa.Column("within", sa.String(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("used_seconds", sa.Integer(), nullable=False),
        sa.Column("paused_at", Moment(), nullable=True),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("extended_from", Moment(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("ended_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", "number"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("worker"),
    )
    op.create_table(
        "idempotency",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_index("idempotency_by_age", "idempotency", ["at"], unique=False, postgresql_using="brin")
    op.create_table(
        "message",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prev_seq", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("author", Identifier, nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(seq = 1 AND prev_seq IS NULL AND from_state IS NULL AND event <> '') OR (seq > 1 AND prev_seq = seq - 1 AND from_state IS NOT NULL AND (event <> '' OR from_state = to_state))",
            name="message_follows_its_predecessor",
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "prev_seq", "from_state"],
            ["message.case_id", "message.seq", "message.to_state"],
        ),
        sa.PrimaryKeyConstraint("case_id", "seq"),
        sa.UniqueConstraint("case_id", "seq", "to_state"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("case_id", Identifier, nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("market", sa.String(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "outbox_waiting",
        "outbox",
        ["id"],
        unique=False,
        postgresql_where=sa.text("delivered_at IS NULL"),
        sqlite_where=sa.text("delivered_at IS NULL"),
    )
    op.create_table(
        "parked_firing",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("parked_at", Moment(), nullable=False),
        sa.Column("retry_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "person",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("realm", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("realm", "external_id"),
    )
    op.create_table(
        "refusal",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("sub", sa.String(), nullable=False),
        sa.Column("case_id", Identifier, nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("guards", Json, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_refusal_case_id"), "refusal", ["case_id"], unique=False)
    op.create_table(
        "sandbox_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("now", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "seller",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "breach",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("seller_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("counts", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "by_seq"], ["message.case_id", "message.seq"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "seq", "number"),
    )
    op.create_index(op.f("ix_breach_seller_id"), "breach", ["seller_id"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("market", sa.String(), nullable=False),
        sa.Column("seller_id", sa.String(), nullable=False),
        sa.Column("buyer_id", Identifier, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("refunded", Sum, nullable=False),
        sa.Column("placed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_orders_buyer_id"), "orders", ["buyer_id"], unique=False)
    op.create_index(op.f("ix_orders_seller_id"), "orders", ["seller_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by_seq", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "seq"], ["message.case_id", "message.seq"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("case_id", "seq", "number"),
    )
    op.create_table(
        "redaction",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("by_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("by_seq > seq", name="redaction_comes_after_its_words"),
        sa.ForeignKeyConstraint(
            ["case_id", "by_seq"], ["message.case_id", "message.seq"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "seq"],
            ["message.case_id", "message.seq"],
        ),
        sa.PrimaryKeyConstraint("case_id", "seq", "part"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "order_revision",
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("terms", Json, nullable=False),
        sa.Column("imported_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("order_id", "revision"),
    )
    op.create_table(
        "cases",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("market", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("order_revision", sa.Integer(), nullable=True),
        sa.Column("seller_id", sa.String(), nullable=False),
        sa.Column("buyer_id", Identifier, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("about", Json, nullable=True),
        sa.Column("units", Json, nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("held_by", Identifier, nullable=True),
        sa.Column("reply_due_at", Moment(), nullable=True),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("progress", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id", "order_revision"],
            ["order_revision.order_id", "order_revision.revision"],
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        postgresql_with={"fillfactor": "80"},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_cases_buyer_id"), "cases", ["buyer_id"], unique=False)
    op.create_index(op.f("ix_cases_order_id"), "cases", ["order_id"], unique=False)
    op.create_index(op.f("ix_cases_seller_id"), "cases", ["seller_id"], unique=False)
    op.create_table(
        "link",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("other_id", Identifier, nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["cases.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "other_id"),
    )
    install(op.get_bind())
