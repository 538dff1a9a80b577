"""Two platforms: tenants, how people are reached, codes, files to hand over, letters whose fate nobody can look up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_from_0002"
down_revision = "0003_from_0002"


def upgrade() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("service_url", sa.String(), nullable=False, server_default=""),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
        sa.UniqueConstraint("client_id", name=op.f("uq_tenants_client_id")),
    )
    op.create_index(op.f("ix_tenants_workspace"), "tenants", ["workspace"])
    op.create_table(
        "chats",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("platform_id", sa.String(), nullable=False),
        sa.Column("conversation", sa.LargeBinary(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.Column("login", sa.LargeBinary(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "platform", "platform_id", name=op.f("pk_chats")),
    )
    op.create_table(
        "rooms",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "platform", "id", name=op.f("pk_rooms")),
    )
    op.create_table(
        "codes",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_codes_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_codes_given_by_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["people.id"], name=op.f("fk_codes_taken_by_id")),
        sa.PrimaryKeyConstraint("workspace", "hash", name=op.f("pk_codes")),
    )
    op.create_table(
        "handed_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("needs_code", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_files")),
        sa.UniqueConstraint("hash", name=op.f("uq_handed_files_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handed_files_expires_at"), "handed_files", ["expires_at"])
    op.add_column("lanes", sa.Column("pace_ms", sa.Integer(), nullable=False, server_default="1000"))
    op.add_column("letters", sa.Column("repeats", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("email", sa.LargeBinary(), nullable=True))
    op.add_column(
        "people", sa.Column("shares_email", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("people", sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sign_ups", sa.Column("apart_emails", sa.LargeBinary(), nullable=True))
    op.create_table(
        "wrong_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_wrong_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_codes")),
    )
    op.create_index(op.f("ix_wrong_codes_person_id"), "wrong_codes", ["person_id"])
