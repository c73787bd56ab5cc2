"""What gunicorn reads by itself where it is started: `gunicorn app:server` in this folder."""

logger_class = "dashboard.web.gunicorn_log.ServerLog"
