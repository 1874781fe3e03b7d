"""Opinions: what was told, what was answered, and with which versions."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "vae_opinions",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("dossier_id", sa.Text, nullable=False, index=True),
        sa.Column("author", sa.Text, nullable=True),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("referentials", sa.Text, nullable=False),
        sa.Column("lexicon", sa.Text, nullable=False),
        sa.Column("input_hash", sa.String(64), nullable=True),
        sa.Column("dossier", sa.Text, nullable=True),
        sa.Column("report", sa.Text, nullable=True),
        sa.Column("outcome", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Les statistiques du serveur recopient les valeurs les plus fréquentes : elles survivraient à un effacement.
        for name in ("dossier_id", "author", "input_hash", "dossier", "report"):
            op.execute(f"ALTER TABLE vae_opinions ALTER COLUMN {name} SET STATISTICS 0")
