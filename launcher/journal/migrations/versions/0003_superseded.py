"""What a newer plan said of an action that was under way or unconfirmed then."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """From 0002."""
    op.add_column("actions", sa.Column("superseded", sa.Text(), nullable=True))
