"""A log file of a test's own."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from ozon_xl.actions.log import log


@contextmanager
def fresh_log() -> Iterator[None]:
    """The program's log opens anew, wherever ``OZON_XL_HOME`` points, and is closed in the end."""
    log.cache_clear()
    try:
        yield
    finally:
        logger = logging.getLogger("ozon_xl")
        for handler in [*logger.handlers]:
            logger.removeHandler(handler)
            handler.close()
        log.cache_clear()
