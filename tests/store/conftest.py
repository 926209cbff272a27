"""A fresh store for each test: in a SQLite file, and again on a PostgreSQL server where there is one.

The server is that of ``OZON_XL_TEST_POSTGRES`` (a URL; its ``public`` schema is dropped), or one of this computer's own
PostgreSQL, started for the tests and gone afterwards.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from ozon_xl.store import Store
from ozon_xl.store.database import Database
from tests.store.make import database_of


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a new store may be opened."""
    if request.param == "sqlite":
        return tmp_path / "store.sqlite"
    url: str = request.getfixturevalue("server")
    database = Database(make_url(url))
    with database.writing() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    database.close()
    return url


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    with Store.open(place) as opened:
        yield opened


@pytest.fixture
def database(store: Store) -> Database:
    return database_of(store)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a new SQLite store may be opened, for what only a file can suffer."""
    return tmp_path / "store.sqlite"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed (extra: postgres)")
    if url := os.environ.get("OZON_XL_TEST_POSTGRES"):
        yield url
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("no PostgreSQL here, and OZON_XL_TEST_POSTGRES names none")
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        yield from _own_server(programs[-1].parent, Path(folder))


def _own_server(programs: Path, folder: Path) -> Iterator[str]:
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, user=user, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    run(str(programs / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://tester@/postgres?host={folder}"
    finally:
        run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
