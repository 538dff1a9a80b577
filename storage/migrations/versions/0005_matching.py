"""The best matching: rules, trios, who left, matchings to be worked out, who met or is kept apart, what is confided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_from_0002"
down_revision = "0004_from_0002"

# As SQL, because SQLite takes a reference with a new column only in the same statement.
THIRD = "ALTER TABLE pairs ADD COLUMN third_id INTEGER CONSTRAINT fk_pairs_third_id REFERENCES people (id)"


def upgrade() -> None:
    op.add_column("cohorts", sa.Column("rules", sa.JSON(), nullable=True))
    op.add_column("sign_ups", sa.Column("directorate_pref", sa.String(), nullable=True))
    op.add_column("sign_ups", sa.Column("works_on", sa.JSON(), nullable=True))
    op.add_column("sign_ups", sa.Column("standing", sa.String(), nullable=False, server_default=""))
    op.add_column("sign_ups", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(THIRD)
    op.create_index(op.f("ix_pairs_third_id"), "pairs", ["third_id"])
    op.add_column("pairs", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("proposals", sa.Column("people", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("proposals", sa.Column("terms", sa.String(), nullable=False, server_default=""))
    op.add_column("proposals", sa.Column("locked", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("proposals", sa.Column("dissolved", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "proposals", sa.Column("is_by_hand", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _add_matchings()
    _add_history()
    _add_confidences()


def _add_matchings() -> None:
    op.create_table(
        "matchings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_matchings_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_matchings_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matchings")),
        sa.UniqueConstraint("cohort_id", "kind", name=op.f("uq_matchings_cohort_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_matchings_next_due_at"), "matchings", ["next_due_at"])


def _add_history() -> None:
    op.create_table(
        "history_keys",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_history_keys")),
    )
    op.create_table(
        "history",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False, server_default="1"),
        sa.PrimaryKeyConstraint("workspace", "kind", "hash", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_keep_until"), "history", ["keep_until"])


def _add_confidences() -> None:
    op.create_table(
        "confidences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pairs.id"], name=op.f("fk_confidences_pair_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_confidences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidences")),
        sa.UniqueConstraint(
            "pair_id", "person_id", "kind", name=op.f("uq_confidences_pair_id_person_id_kind")
        ),
        sqlite_autoincrement=True,
    )
