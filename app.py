"""The application: `python app.py` serves it, `gunicorn app:server` or any WSGI server finds it here."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from dashboard.develop import develop
from dashboard.factory import AimakApp, create_app
from dashboard.settings import BadSetting, Settings
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import SchemaTooNew, bring_up_to_date
from dashboard.web import logs
from dashboard.web.server import serve
from dashboard.web.warm import warm_up


def _start() -> tuple[Settings, AimakApp]:
    """Settings and application; what cannot work is said in one line and ends the process."""
    try:
        chosen = Settings.from_env()
        logs.set_up(chosen.log_format)
        engine = writing_engine(chosen.database_url)
        bring_up_to_date(chosen.database_url, engine)
    except (BadSetting, SchemaTooNew) as error:
        raise SystemExit(str(error)) from error
    except (DBAPIError, OSError) as error:
        raise SystemExit(f"The database cannot be used: {getattr(error, 'orig', error)}") from error
    engine.dispose()
    made = create_app(chosen)
    if not chosen.debug:  # the developer tools have to be set up before the first request
        warm_up(made.server, made.front.of_dash())
    elif __name__ != "__main__":
        raise SystemExit("DASH_DEBUG is for `python app.py` alone: unset it.")
    return chosen, made


settings, app = _start()
server = app.server


def main() -> None:
    """Serve until stopped."""
    if settings.debug:
        _say_where()
        develop(app)
        return
    try:
        serve(server, host=settings.host, port=settings.port, threads=settings.threads, listening=_say_where)
    except OSError as error:
        raise SystemExit(f"HOST {settings.host} and PORT {settings.port} cannot be had: {error.strerror}") from error


def _say_where() -> None:
    print(f"Open Aimak: http://{settings.host}:{settings.port}", flush=True)


if __name__ == "__main__":
    main()
