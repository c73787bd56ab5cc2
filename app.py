"""The application: `python app.py` serves it, `gunicorn app:server` or any WSGI server finds it here."""

from __future__ import annotations

import logging

from waitress import serve

from dashboard.factory import AimakApp, create_app
from dashboard.settings import Settings
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.web.warm import warm_up

settings = Settings.from_env()


def _start() -> AimakApp:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    engine = writing_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    made = create_app(settings)
    warm_up(made)
    return made


app = _start()
server = app.server


def main() -> None:
    """Serve until stopped."""
    print(f"Open Aimak: http://{settings.host}:{settings.port}", flush=True)
    serve(server, host=settings.host, port=settings.port, threads=settings.threads, ident="")


if __name__ == "__main__":
    main()
