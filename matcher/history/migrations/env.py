"""Run by Alembic: the migrations, inside the transaction that the program has opened."""

from alembic import context

from matcher.history.tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
)
context.run_migrations()
