"""Commands on a workbook that is open: they work in the program that holds it and leave the file alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ozon_xl.actions import book as books
from ozon_xl.actions.book import exclusive, workbook_id_of
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.file import FileHost
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import ORDERS, STOCK
from tests.cli.typing_in import add_shop, last_line, run
from tests.live_book import LiveBook


@pytest.fixture
def path(practice: PracticeServer, tmp_path: Path) -> Path:
    path = tmp_path / "Shop.xlsx"
    add_shop(practice, tmp_path)
    run("new", str(path), "--lang", "en")
    return path


@pytest.fixture
def opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> LiveBook:
    book = LiveBook(path)

    @contextmanager
    def host_of(_path: Path) -> Iterator[Host]:
        yield book

    monkeypatch.setattr(books, "host_of", host_of)
    return book


def test_refresh_plan_push_and_undo(practice: PracticeServer, path: Path, opened: LiveBook) -> None:
    before = path.read_bytes()
    refreshed = last_line(run("refresh", str(path), "--json"))
    assert refreshed["orders"] == len(opened.read(ORDERS))
    row = next(row for row in opened.read(STOCK, ("free", "state")) if row.cells["state"].value == "active")
    free = int(str(row.cells["free"].value))
    opened.update(STOCK, {row.key: {"new_free": free + 1}})
    run("stock", "plan", str(path))
    assert "To be sent" not in str(opened.read(STOCK, ("result",))[0].cells["result"].value)
    plan = str(path.with_suffix(".plan.json"))
    pushed = last_line(run("stock", "push", plan, "--yes", "--sure", "--json"))
    assert pushed["verified"] == 1
    assert next(one for one in opened.read(STOCK, ("new_free",)) if one.key == row.key).cells["new_free"].is_blank
    undo = last_line(run("stock", "undo", str(pushed["run"]), str(path), "--json"))
    assert len(undo["items"]) == 1  # type: ignore[arg-type]
    assert path.read_bytes() == before


def test_the_macros_of_an_open_workbook_hear_of_this_computers_zone_before_it_is_held_still(
    path: Path, opened: LiveBook
) -> None:
    """By it they tell how long ago the program gave a sign of life."""
    opened.cells["UtcOffset"] = 99
    zones: list[object] = []

    def look(method: str, _what: str) -> None:
        if method == "busy":
            zones.append(opened.cells["UtcOffset"])

    opened.on_call = look
    run("refresh", str(path))
    assert zones
    assert 99 not in zones


def test_while_a_button_is_at_work_a_command_waits_its_turn(practice: PracticeServer, path: Path) -> None:
    before = path.read_bytes()
    with exclusive(workbook_id_of(FileHost(path))):
        said = run("refresh", str(path), "--lang", "ru", code=1)
    assert "ещё работает с этой книгой" in said
    assert path.read_bytes() == before
    assert not practice.control.requests("/v4/posting/fbs/list")
    run("refresh", str(path))


def test_the_workbooks_own_shop_is_taken_where_there_are_several(
    practice: PracticeServer, path: Path, tmp_path: Path
) -> None:
    run("refresh", str(path))
    key = tmp_path / "key of another shop"
    key.write_text(practice.api_key)
    key.chmod(0o600)
    run("shop", "add", "77", "--key-file", str(key), "--address", practice.url)
    assert last_line(run("refresh", str(path), "--json"))["orders"]
    run("refresh", str(path), "--shop", "77", code=1)
