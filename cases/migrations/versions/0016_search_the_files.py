"""Search the files that messages name, by their names and their words."""

from __future__ import annotations

from alembic import op

from cases.db.search import postgresql, sqlite
from cases.db.triggers import install

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the view know of files, then the triggers, and take in what was named before."""
    bind = op.get_bind()
    search = sqlite if bind.dialect.name == "sqlite" else postgresql
    install(bind)  # because the view calls a function that comes with it
    for statement in search.VIEWS_WITH_FILES:
        bind.exec_driver_sql(statement)
    install(bind)
    bind.exec_driver_sql(search.FILL_FILES)
