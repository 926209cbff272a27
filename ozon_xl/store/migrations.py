"""From an older store to today's, step by step, with a copy of the old file kept beside it."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, inspect, select, update

from ozon_xl.errors import StoreDamagedError, StoreNewerError
from ozon_xl.store import schema
from ozon_xl.store.database import Database

Step = Callable[[Connection], None]


def _add_alerts(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE alerts (shop TEXT NOT NULL, number TEXT NOT NULL, tier INTEGER NOT NULL, due BIGINT,"
        " message TEXT NOT NULL, at BIGINT NOT NULL, fate TEXT NOT NULL, PRIMARY KEY (shop, number))"
    )
    connection.exec_driver_sql(
        "CREATE TABLE alert_tries (message TEXT NOT NULL, channel TEXT NOT NULL, at BIGINT NOT NULL,"
        " shop TEXT NOT NULL, fate TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (message, channel, at))"
    )


def _add_staff_notes(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE staff_notes (shop TEXT NOT NULL, number TEXT NOT NULL, digest TEXT NOT NULL,"
        " at BIGINT NOT NULL, PRIMARY KEY (shop, number))"
    )


def _mark_whole_snapshots(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE snapshots ADD COLUMN whole BOOLEAN NOT NULL DEFAULT TRUE")


def _add_models(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE models (shop TEXT NOT NULL, learnt_at BIGINT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (shop))"
    )


def _know_edits_again(connection: Connection) -> None:
    for column, kind in (("mode", "TEXT"), ("reading", "TEXT"), ("present", "BIGINT"), ("oversold", "BIGINT")):
        connection.exec_driver_sql(f"ALTER TABLE journal ADD COLUMN {column} {kind}")
    connection.exec_driver_sql("CREATE INDEX journal_of_reading ON journal (shop, reading)")


STEPS: Final[Sequence[Step]] = (_add_alerts, _add_staff_notes, _mark_whole_snapshots, _add_models, _know_edits_again)
"""``STEPS[n - 1]`` takes version n to n + 1. A step names its columns itself: ``schema`` moves on, a step does not."""


_IS_VERSION = schema.meta.c.name == schema.SCHEMA_VERSION


def bring_up_to_date(database: Database, steps: Sequence[Step] = STEPS) -> None:
    """Make the tables of a new store, or migrate those of an old one; all of it in one transaction, or none.

    Raises:
        StoreNewerError: made by a newer program. Nothing is touched.
        StoreDamagedError: another program's file.
    """
    newest = len(steps) + 1
    with database.reading() as connection:
        version = _version(connection, database)
    if version == newest:
        return
    if version > newest:
        raise StoreNewerError(path=database.place)
    if version and database.path is not None:
        _back_up(database.path, version)
    with database.writing() as connection:
        version = _version(connection, database)  # another process may have been quicker
        if version == 0:
            schema.METADATA.create_all(connection)
            first = [
                {"name": schema.SCHEMA_VERSION, "value": str(newest)},
                {"name": schema.JOURNAL_HEAD, "value": "0 "},
            ]
            connection.execute(insert(schema.meta), first)
            return
        for step in steps[version - 1 :]:
            step(connection)
        connection.execute(update(schema.meta).where(_IS_VERSION).values(value=str(newest)))


def _version(connection: Connection, database: Database) -> int:
    """Of the tables that are there; 0 where there are none."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    found = None
    if "meta" in tables:
        found = connection.scalar(select(schema.meta.c.value).where(_IS_VERSION))
    if found is None or not found.isdecimal():
        raise StoreDamagedError(path=database.place, what="not a data file of this program")
    return int(found)


def _back_up(path: Path, version: int) -> None:
    """A whole copy beside the file, ``store.sqlite.v1.bak``; one that stands is replaced only by a whole one."""
    copy = path.with_name(f"{path.name}.v{version}.bak")
    unfinished = copy.with_name(f"{copy.name}.part")
    source, target = sqlite3.connect(path), sqlite3.connect(unfinished)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    unfinished.replace(copy)
