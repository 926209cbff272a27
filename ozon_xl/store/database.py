"""The database behind the store: how it is opened, its two kinds of transactions, and its faults in our words."""

import os
import re
import sqlite3
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from json import JSONDecodeError
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    Insert,
    Select,
    Table,
    create_engine,
    event,
    insert,
)
from sqlalchemy.dialects import sqlite

from ozon_xl.errors import DiskFullError, OzonXLError, StoreDamagedError, StoreUnavailableError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Row = tuple[Any, ...]
_T = TypeVar("_T")

BUSY_TIMEOUT_S: Final = 30.0
CHUNK: Final = 5000
"""Rows a statement: more would gain no speed and cost memory."""

_BROKEN: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NOT_OURS: Final = re.compile("no such (table|column|index)|decode to UTF-8")
"""SQLite reads a damaged table description or text without complaint; it shows only when we ask for what was there."""
_OUT_OF_REACH: Final = frozenset(
    {
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)


class Database:
    """One engine, safe for several threads, and for several processes at once."""

    def __init__(self, place: Path | URL) -> None:
        """``place`` is a SQLite file, made for its owner alone if it is missing, or the URL of a PostgreSQL server."""
        self.path = place if isinstance(place, Path) else None
        self.place = str(place) if isinstance(place, Path) else place.render_as_string(hide_password=True)
        self.engine = _postgresql(place) if isinstance(place, URL) else self._sqlite(place)
        writer = {"isolation_level": "READ COMMITTED"} if isinstance(place, URL) else {"writes": True}
        self._writer = self.engine.execution_options(**writer)
        event.listen(self.engine, "handle_error", self._reword)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of the data, whatever others write meanwhile.

        Raises:
            StoreDamagedError: also where what was read is nothing that was ever written: a moment that no calendar has,
                half a list.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except (OverflowError, JSONDecodeError) as error:
            raise StoreDamagedError(path=self.place, what=str(error)) from error

    @contextmanager
    def writing(self, table: Table | None = None) -> Iterator[Connection]:
        """All or nothing, and on disk when it ends.

        One writer at a time: of the file; on a server, of ``table``, or of all that names no table.
        """
        with self._writer.begin() as connection:
            if self.path is None:
                lock = (
                    "SELECT pg_advisory_xact_lock(7264)"
                    if table is None
                    else f"LOCK TABLE {table.name} IN EXCLUSIVE MODE"
                )
                connection.exec_driver_sql(lock)
            yield connection

    def verify(self) -> None:
        """Have SQLite look through the file and hold its indexes against its rows.

        A server does that by itself. Raises StoreDamagedError.
        """
        if self.path is None:
            return
        with self.reading() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        if said != "ok":
            raise StoreDamagedError(path=self.place, what=said)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    def _sqlite(self, path: Path) -> Engine:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreUnavailableError(path=self.place, what=error.strerror or str(error)) from error
        engine = create_engine(
            URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_TIMEOUT_S, "isolation_level": None}
        )
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _prepare(self, connection: sqlite3.Connection, _record: object) -> None:
        """A commit returns only once its bytes are on the disk (on a Mac too), and readers do not wait for it."""
        try:
            for pragma in (
                "journal_mode = WAL",
                "synchronous = FULL",
                "fullfsync = ON",
                "foreign_keys = ON",
                "cache_size = -16000",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            raise self._ours(error) or error from error

    def _reword(self, context: ExceptionContext) -> None:
        ours = self._ours(context.original_exception)
        if ours is not None:
            raise ours from context.original_exception

    def _ours(self, error: BaseException) -> OzonXLError | None:
        """The database's fault in our words; None where it is a fault of ours."""
        if self.path is None:
            faults = self.engine.dialect.loaded_dbapi.OperationalError
            return (
                StoreUnavailableError(path=self.place, what=str(error).strip()) if isinstance(error, faults) else None
            )
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BROKEN or isinstance(error, UnicodeDecodeError) or _NOT_OURS.search(str(error)):
            return StoreDamagedError(path=self.place, what=str(error))
        if code == sqlite3.SQLITE_FULL:
            return DiskFullError(path=self.place)
        return StoreUnavailableError(path=self.place, what=str(error)) if code in _OUT_OF_REACH else None


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: one that first reads could find later that it may not write."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"), paramstyle="format", isolation_level="REPEATABLE READ"
    )


def chunks(rows: Iterable[_T]) -> Iterator[list[_T]]:
    """The same rows, ``CHUNK`` at a time."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def stream(connection: Connection, query: Select[Any]) -> Generator[Sequence[Any]]:
    """The answer, fetched ``CHUNK`` rows at a time and never all in memory. Read it to its end, or close it."""
    with connection.execute(query.execution_options(yield_per=CHUNK)) as rows:
        yield from rows


def insert_many(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Add rows whose cells are in the order of the table's columns, without a number that the table counts itself."""
    _run_many(connection, insert(table), table, rows)


def upsert_many(connection: Connection, table: Table, rows: Iterable[Row], *, keep: Collection[str] = ()) -> None:
    """The same, but a row whose key is there already takes the new cells, except those of ``keep``."""
    statement = _dialect_insert(connection, table)
    keys = table.primary_key.columns.keys()
    new = {name: statement.excluded[name] for name in _filled(table) if name not in keys and name not in keep}
    _run_many(connection, statement.on_conflict_do_update(index_elements=keys, set_=new), table, rows)


def _dialect_insert(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """Both know ``on_conflict_do_update``; plain SQL does not."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a tenth of a click, and most never need it

        return postgresql.insert(table)
    return sqlite.insert(table)


def _filled(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.autoincrement is not True]


def _run_many(connection: Connection, statement: Insert, table: Table, rows: Iterable[Row]) -> None:
    """The rows go to the driver as they are: in a third of the time that one dictionary a row takes."""
    compiled = str(statement.compile(dialect=connection.dialect, column_keys=_filled(table)))
    for chunk in chunks(rows):
        connection.exec_driver_sql(compiled, chunk)
