"""The log of gunicorn in the form of the program's own, and like it without visitors' addresses and parameters."""

from __future__ import annotations

import logging
import os
from typing import Any

from gunicorn.glogging import Logger

from dashboard.web.logs import formatter

_REFUSED = "Invalid request"


class ServerLog(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's, for `logger_class` of its configuration."""

    def setup(self, cfg: Any) -> None:
        """Begin, or begin anew with another configuration."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(os.environ.get("LOG_FORMAT", "")))
            handler.addFilter(without_visitors)


def without_visitors(record: logging.LogRecord) -> logging.LogRecord:
    """The same record; of a request that could not be read only that there was one."""
    if str(record.msg).startswith(_REFUSED):
        # It goes on with the address that the request came from, and with what was in it.
        record.msg, record.args = f"{_REFUSED}: answered as such, not passed on to the program", ()
    elif isinstance(record.args, tuple):
        record.args = tuple(each.partition("?")[0] if isinstance(each, str) else each for each in record.args)
    return record
