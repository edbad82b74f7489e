"""Search the messages that were held and set free, and what was covered until somebody objected."""

from __future__ import annotations

from alembic import op

from cases.db.search import postgresql, sqlite
from cases.db.triggers import install

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the view know of releases, then the triggers, and take in what was set free before."""
    bind = op.get_bind()
    search = sqlite if bind.dialect.name == "sqlite" else postgresql
    for statement in search.VIEWS_WITH_RELEASED:
        bind.exec_driver_sql(statement)
    install(bind)
    for case_id, seq in bind.exec_driver_sql("SELECT case_id, seq FROM released").all():
        for statement in search.ANEW:
            bind.exec_driver_sql(statement.format(f"v.case_id = '{case_id}' AND v.seq = {seq}"))
