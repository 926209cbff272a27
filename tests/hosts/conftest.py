"""The hosts under the contract, and a workbook for each test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ozon_xl.builder import build
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.excel import attach_path
from ozon_xl.hosts.file import FileHost
from ozon_xl.texts import LANGS, Lang

from .calc_office import calc_host, close_all, end_office
from .fake_excel import Disk, desktop


@dataclass(frozen=True)
class Opened:
    """One of the hosts: ``with opened(path) as host``. Every time on its own, as saved last."""

    open: Callable[[Path], AbstractContextManager[Host]]
    computes: bool = True
    """Formulas give results of their own; a closed file keeps those it was handed."""
    returns: bool = True
    """Ends of lines stay as they are; LibreOffice knows one kind."""
    examples: int = 60
    """Of made-up stories."""

    def __call__(self, path: Path) -> AbstractContextManager[Host]:
        return self.open(path)


@contextmanager
def _file_host(path: Path) -> Iterator[Host]:
    yield FileHost(path)


_DISK = Disk()


@contextmanager
def _excel_host(path: Path) -> Iterator[Host]:
    with desktop(_DISK) as windows:
        windows.open(path)
        with attach_path(path) as host:
            yield host


HOSTS: dict[str, Opened] = {
    "file": Opened(_file_host, computes=False),
    "excel": Opened(_excel_host),
    "calc": Opened(calc_host, returns=False, examples=8),
}


@pytest.fixture(scope="session", autouse=True)
def _office_ends() -> Iterator[None]:
    yield
    end_office()


@pytest.fixture(params=["file", "excel", pytest.param("calc", marks=[pytest.mark.office, pytest.mark.slow])])
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Each of the hosts in turn."""
    yield HOSTS[request.param]
    close_all()


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    """Each of the languages in turn."""
    chosen: Lang = request.param
    return chosen


@cache
def fresh(lang: Lang) -> bytes:
    """A fresh workbook."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Ozon.xlsx"
        build(path, lang)
        return path.read_bytes()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A fresh English workbook."""
    path = tmp_path / "Ozon.xlsx"
    path.write_bytes(fresh("en"))
    return path
