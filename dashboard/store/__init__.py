"""SQL: tables, migrations, one publishing transaction, and queries. Knows nothing of the screen."""
