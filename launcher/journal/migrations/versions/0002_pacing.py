"""Allowances; logins that are waited for; samples in a lane of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_LOGIN = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    """From 0001."""
    op.create_table(
        "allowances",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("used", sa.Float(), nullable=False),
        sa.Column("most", sa.Float(), nullable=False),
        sa.Column("resets_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "account", "name"),
    )
    op.add_column("actions", sa.Column("login", sa.Text(), nullable=True))
    op.add_column("actions", sa.Column("look_at", sa.BigInteger(), nullable=True))
    op.create_index("actions_login", "actions", ["look_at"], sqlite_where=_LOGIN, postgresql_where=_LOGIN)
    op.execute("UPDATE actions SET lane = 'sample' WHERE kind = 'sample'")
    op.execute(
        "INSERT INTO lanes (platform, account, lane) "
        "SELECT DISTINCT platform, account, 'sample' FROM actions WHERE lane = 'sample'"
    )
