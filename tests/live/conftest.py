"""One screen and one office for all tests of this folder: starting them takes longer than most of the tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ozon_xl.builder import build
from ozon_xl.texts import Lang
from tests.live.desk import Desk, OpenBook
from tests.live.screen import Screen

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
