"""Anonymised opinions, and an audit trail that the database itself keeps from being changed."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

_SQLITE = """
CREATE TRIGGER vae_audit_{name} BEFORE {name} ON vae_audit
BEGIN SELECT RAISE(ABORT, 'vae_audit is append-only'); END
"""
_POSTGRESQL = """
CREATE FUNCTION vae_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'vae_audit is append-only'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER vae_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON vae_audit
FOR EACH STATEMENT EXECUTE FUNCTION vae_audit_refuse()
"""


def upgrade() -> None:
    op.add_column("vae_opinions", sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "vae_audit",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("opinion", sa.String(40), nullable=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_SQLITE.format(name="update"))
        op.execute(_SQLITE.format(name="delete"))
    else:
        op.execute(_POSTGRESQL)
        op.execute(_POSTGRESQL_TRIGGER)
