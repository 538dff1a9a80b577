"""Gates that pace a whole workspace, hours for what nobody asked for, signs of life."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_from_0002"
down_revision = "0001"

FREE_AT = "CASE WHEN (next_due > not_before) THEN next_due WHEN (next_due <= not_before) THEN not_before END"
GATES_OF_LANES = """
INSERT INTO gates (key, workspace, platform, not_before)
SELECT workspace || '/' || platform, workspace, platform, min(created_at)
FROM letters GROUP BY workspace, platform
"""
LANES_THROUGH_GATES = """
UPDATE lanes SET gate = (
    SELECT letters.workspace || '/' || letters.platform FROM letters WHERE letters.lane = lanes.key LIMIT 1
) WHERE EXISTS (SELECT 1 FROM letters WHERE letters.lane = lanes.key)
"""


def upgrade() -> None:
    op.create_table(
        "gates",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warned_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_gates")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_heartbeats")),
    )
    op.add_column("lanes", sa.Column("gate", sa.String(), nullable=False, server_default=""))
    op.add_column("lanes", sa.Column("place", sa.String(), nullable=False, server_default=""))
    op.add_column("letters", sa.Column("unasked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_letters_state_created_at", "letters", ["state", "created_at"])
    op.execute(GATES_OF_LANES)
    op.execute(LANES_THROUGH_GATES)
    op.drop_index("ix_lanes_due", "lanes")
    op.create_index("ix_lanes_free", "lanes", ["gate", sa.text(f"({FREE_AT})")])
