"""The log file: what was done and what went wrong, with tracebacks, for whoever helps the user. Never a key."""

import logging
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from ozon_xl.errors import HomeUnusableError, OzonXLError
from ozon_xl.home import home, kept_in

_MOST_BYTES: Final = 1_000_000
_OLD_FILES: Final = 3

_hidden: set[str] = set()


def log_file() -> Path:
    """Where it lies."""
    return home() / "log" / "ozon-xl.log"


@cache
def log() -> logging.Logger:
    """The program's logger, writing to the file; where none can be written, to nowhere."""
    handler: logging.Handler
    try:
        path = log_file()
        with kept_in(path.parent):
            path.parent.mkdir(mode=0o700, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_MOST_BYTES, backupCount=_OLD_FILES, encoding="utf-8", delay=True)
    except HomeUnusableError:
        handler = logging.NullHandler()
    handler.setFormatter(_Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    logger = logging.getLogger("ozon_xl")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    return logger


def log_error(error: BaseException, doing: str) -> None:
    """With its traceback and what only support needs."""
    details = error.details if isinstance(error, OzonXLError) else {}
    log().error("%s: %s %s", doing, error, details, exc_info=error)


def hide(secret: str) -> None:
    """Never write this, whoever puts it into a message."""
    _hidden.add(secret)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in _hidden:
            text = text.replace(secret, "***")
        return text
