"""Lines of the log, for people or for programs, and the one line of every request."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

from dashboard.web.watch import Served

log = logging.getLogger("dashboard.request")
_TEXT: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"
#: Where a record of a request has its parts.
_PARTS: Final = "request"


def set_up(form: str) -> None:
    """Write the log of the process to stderr, `form` "text" or "json": one object a line."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(form))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def formatter(form: str) -> logging.Formatter:
    """How a line is written."""
    return JsonLines() if form == "json" else logging.Formatter(_TEXT)


class JsonLines(logging.Formatter):
    """A record as one line of JSON: at, level, logger, message; of a request its parts; of an error its trace."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, _PARTS, {}),
        }
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def write_down(served: Served) -> None:
    """One line for a request."""
    ms = round(served.seconds * 1000, 1)
    parts = {"id": served.id, "method": served.method, "path": served.path, "status": served.status}
    parts |= {"ms": ms, "bytes": served.size}
    words = (served.id, served.method, served.path, served.status, ms, served.size)
    log.info("%s %s %s %d %s ms %d bytes", *words, extra={_PARTS: parts})
