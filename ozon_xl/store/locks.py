"""One at a time per shop: pushes, and alerts."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, func, select

from ozon_xl.locks import TakenError, file_lock


def computer_lock(folder: Path, what: str, shop: str) -> AbstractContextManager[None]:
    """Held by one process of this computer. Raises TakenError on entering."""
    return file_lock(folder / f"{what}-{quote(shop, safe='')}.lock")


@contextmanager
def server_lock(engine: Engine, what: str, shop: str) -> Iterator[None]:
    """Held by one connection to the server: one at a time over all computers. Raises TakenError on entering."""
    key = func.hashtextextended(f"ozon_xl {what} {shop}", 0)
    with engine.connect() as connection:
        connection.detach()  # so that leaving ends the session, and with it the lock
        if not connection.scalar(select(func.pg_try_advisory_lock(key))):
            raise TakenError(shop)
        connection.commit()  # an idle transaction would hold back the server's cleaning
        yield
