"""One push at a time per shop."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, func, select

from ozon_xl.errors import PushRunningError
from ozon_xl.locks import TakenError, file_lock


@contextmanager
def push_lock(folder: Path, shop: str) -> Iterator[None]:
    """Held by one process of this computer."""
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(folder / f"push-{quote(shop, safe='')}.lock"))
        except TakenError as error:
            raise PushRunningError(shop=shop) from error
        yield


@contextmanager
def server_lock(engine: Engine, shop: str) -> Iterator[None]:
    """Held by one connection to the server: one push at a time over all computers."""
    key = func.hashtextextended(f"ozon_xl push {shop}", 0)
    with engine.connect() as connection:
        connection.detach()  # so that leaving ends the session, and with it the lock
        if not connection.scalar(select(func.pg_try_advisory_lock(key))):
            raise PushRunningError(shop=shop)
        connection.commit()  # an idle transaction would hold back the server's cleaning
        yield
