"""A workbook tended from outside: refreshed on a schedule, with alerts, and, while it is open, its buttons served.

For computers on which a workbook may not start programs: its macros then only write the request into a cell.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

from ozon_xl.actions.alerts import tell
from ozon_xl.actions.book import exclusive, leave_word, shop_named_in, workbook_id_of
from ozon_xl.actions.connect import at_work
from ozon_xl.actions.log import log_error
from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.serve import SERVED, serve
from ozon_xl.actions.verbs import refreshed
from ozon_xl.actions.zone import set_zone
from ozon_xl.clock import Clock
from ozon_xl.errors import OzonXLError, ProgramBusyError, ProgramGoneError, WorkbookOpenError
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.live import host_of, is_open
from ozon_xl.sheets.buttons import REFRESH, STOP
from ozon_xl.sheets.columns import to_cell
from ozon_xl.texts import Lang
from ozon_xl.texts import buttons as texts

LOOK_S: Final = 1.0
"""So often the cell of requests is read, and whether the workbook was opened or closed."""
LATER_S: Final = 10.0
"""So long after it could not be reached a workbook is tried again."""
SERVED_S: Final = 5.0
"""So often the macros are told that we are here; they believe it for a minute, because while a cell is edited they
cannot be told."""
MOST_DOUBLINGS: Final = 3
"""Each failed refresh in a row doubles the wait for the next, up to so many times."""


class Watch:
    """One workbook. ``say`` is told, in ``lang``, what happens."""

    def __init__(self, book: Path, every: timedelta, clock: Clock, lang: Lang, say: Callable[[str], None]) -> None:
        self._book, self._every, self._clock, self._lang, self._say = book, every, clock, lang, say
        self._due = self._clock.monotonic()
        self._next_sign = 0.0
        self._failures = 0
        self._last_said = ""

    def run(self) -> None:
        """Until the process is interrupted. Errors are told and the watch goes on.

        Raises:
            OzonXLError: the workbook cannot be watched from the start.
        """
        self._round()
        while True:
            self._clock.sleep(LOOK_S)
            try:
                self._round()
            except OzonXLError as error:
                self._say_once(error.say(self._lang))
                self._clock.sleep(LATER_S)

    def _round(self) -> None:
        if not is_open(self._book):
            file = FileHost(self._book) if self._is_due() else None
            minutes = f"{self._every / timedelta(minutes=1):g}"
            self._say_once(texts.WATCHING_CLOSED.say(self._lang, book=self._book.name, minutes=minutes))
            if file is not None:
                self._refresh_file(file)
            return
        with host_of(self._book) as host, suppress(ProgramGoneError):
            if not isinstance(host, FileHost):  # closed just now
                self._say_once(texts.WATCHING_OPEN.say(self._lang, book=host.title))
                self._serve(host)

    # --- closed ------------------------------------------------------------------------------------------------------

    def _refresh_file(self, host: FileHost) -> None:
        shop = shop_named_in(host)
        try:
            with exclusive(workbook_id_of(host)), at_work(shop, self._clock) as work:
                result = refresh(host, work.client, work.store, work.clock)
        except WorkbookOpenError:
            return  # just now; what is due is done there
        except OzonXLError as error:
            log_error(error, "watch")
            leave_word(self._book, error.say(self._lang))
            self._refreshed(done=False, said=error.say(self._lang))
        else:
            self._refreshed(done=True, said=refreshed(result, self._lang))
        self._tell(shop)

    # --- open --------------------------------------------------------------------------------------------------------

    def _serve(self, host: Host) -> None:
        """Until the workbook is closed. Raises ProgramGoneError."""
        set_zone(host, self._clock)
        try:
            while True:
                with suppress(ProgramBusyError):  # somebody edits a cell
                    self._look(host)
                self._clock.sleep(LOOK_S)
        finally:
            with suppress(OzonXLError):
                host.put("Served", None)

    def _look(self, host: Host) -> None:
        if self._clock.monotonic() >= self._next_sign:
            self._next_sign = self._clock.monotonic() + SERVED_S
            host.put("Served", to_cell(self._clock.now(), date1904=host.date1904))
        asked = host.get("Request").value
        button = SERVED.get(str(asked)) or (REFRESH if self._is_due() else None)
        if button is None:
            if asked == STOP.verb:  # nothing to stop
                host.put("Request", None)
            return
        result = serve(host, button, workbook_id_of(host), self._clock, ("Alive", "Served"))
        if button is REFRESH:
            self._refreshed(done=result.done, said=result.said)
            troubles = self._tell(shop_named_in(host))
            if troubles:
                host.put("Status", " ".join(troubles))
        else:
            self._say(result.said)

    def _tell(self, shop: str) -> list[str]:
        """Of orders in danger, whether the refresh came through or not. Returns what went wrong."""
        return tell(shop, self._clock, self._lang, self._say)

    # --- the schedule ------------------------------------------------------------------------------------------------

    def _is_due(self) -> bool:
        return self._clock.monotonic() >= self._due

    def _refreshed(self, *, done: bool, said: str) -> None:
        self._failures = 0 if done else min(self._failures + 1, MOST_DOUBLINGS)
        self._due = self._clock.monotonic() + self._every.total_seconds() * 2**self._failures
        self._say(said)

    def _say_once(self, text: str) -> None:
        if text != self._last_said:
            self._last_said = text
            self._say(text)
