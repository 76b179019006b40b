"""alembic's entry: all is in the chassis."""

from chassis import migrations

migrations.run()
