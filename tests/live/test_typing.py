"""Somebody has a cell open for typing while the program wants to rewrite the table."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from ozon_xl.errors import ProgramBusyError
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.calc import attach_path
from ozon_xl.sheets import STOCK
from tests.hosts.books import row_of
from tests.live.desk import Desk, OpenBook, until
from tests.live.screen import HEIGHT, WIDTH

pytestmark = [pytest.mark.office, pytest.mark.slow]

OFFERS = [f"o{at}" for at in range(30)]


def test_a_cell_being_typed_into_is_waited_for_and_never_moved_under(
    desk: Desk, opened: Callable[..., OpenBook]
) -> None:
    book = opened("en")
    path = Path(unquote(urlsplit(book._url).path))
    with attach_path(path, desk.profile.as_uri()) as host:
        host.write(STOCK, [row_of(STOCK, (offer, "1")) for offer in OFFERS])
        book.show(STOCK.sheet)
        desk.screen.face(path.name)
        until(lambda: desk.screen.faced().startswith(path.name), what="the keyboard reaches the workbook")
        desk.screen.press(book.place * WIDTH + WIDTH // 2, HEIGHT // 2)
        desk.screen.keys(*"5317")
        time.sleep(1.5)
        with pytest.raises(ProgramBusyError) as caught:
            turn_round(host)
        assert "Enter" in caught.value.say("ru")
        with pytest.raises(ProgramBusyError):
            host.update(STOCK, {("o1", "1"): {"result": "x"}})
        assert [row.key[0] for row in host.read(STOCK)] == OFFERS
        finish = threading.Timer(2, desk.screen.keys, ("Return",))
        finish.start()
        turn_round(host)
        finish.join()
        assert [row.key[0] for row in host.read(STOCK)] == OFFERS[::-1]


def turn_round(host: Host) -> None:
    """The rows in the opposite order."""
    host.write(STOCK, [row_of(STOCK, (offer, "1")) for offer in reversed(OFFERS)])
