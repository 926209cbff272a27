"""One screen and one office for all tests of this folder: starting them takes longer than most of the tests."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ozon_xl.builder import build
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.texts import Lang
from tests.live.desk import Desk, OpenBook
from tests.live.screen import Screen

SHOPS = ("1000001", "1000002", "1000003")
WORKBOOK_ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with (
        Screen(tmp_path_factory.mktemp("screen")) as screen,
        Desk(tmp_path_factory.mktemp("desk dir"), screen) as desk,
    ):
        yield desk


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Iterator[Callable[..., OpenBook]]:
    books: list[OpenBook] = []

    def open_book(lang: Lang = "en", shop: str = "", workbook_id: str = WORKBOOK_ID) -> OpenBook:
        path = desk.place / f"{tmp_path.name}-{len(books)}.xlsm"
        build(path, lang, workbook_id=workbook_id, shop=shop)
        books.append(desk.open(path, lang))
        return books[-1]

    yield open_book
    for book in books:
        book.close()


@pytest.fixture(scope="session")
def installed(desk: Desk) -> Iterator[None]:
    """The program is set up on this computer."""
    command = [sys.executable, "-I", "-c", "import ozon_xl"]
    if subprocess.run(command, stderr=subprocess.DEVNULL, check=False, cwd=desk.place).returncode:
        pytest.skip("ozon_xl is not installed in this Python, only found in the current folder")
    with desk.program(sys.executable):
        yield


@pytest.fixture
def practice(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PracticeServer]:
    """A practice shop that is known on this computer, as three."""
    monkeypatch.setenv("OZON_XL_HOME", str(desk.home))
    with PracticeServer(postings=60, offers=30, seed=3) as practice:
        key = tmp_path / "key"
        key.write_text(practice.api_key)
        key.chmod(0o600)
        entries = (ShopEntry(client_id=shop, address=practice.url, key_file=str(key)) for shop in SHOPS)
        Settings(shops=tuple(entries)).save()
        yield practice
