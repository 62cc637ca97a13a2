"""Readings that are kept and not believed, the platform's own words, gaps, and when logins end."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """From 0003."""
    op.add_column("samples", sa.Column("mark", sa.Text(), nullable=True))
    op.add_column("samples", sa.Column("word", sa.Text(), nullable=True))
    op.add_column("newest", sa.Column("word", sa.Text(), nullable=True))
    op.add_column("newest", sa.Column("doubted", sa.Float(), nullable=True))
    op.add_column("newest", sa.Column("doubted_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "watches",
        sa.Column("action_id", _id(), sa.ForeignKey("actions.id"), primary_key=True),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "gaps",
        sa.Column("action_id", _id(), sa.ForeignKey("actions.id"), primary_key=True),
        sa.Column("since", sa.BigInteger(), primary_key=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("platform", "account"),
    )


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
