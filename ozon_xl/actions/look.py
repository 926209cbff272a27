"""One look at a shop, as the scheduler of the operating system starts it: refresh, then tell of what is in danger."""

from collections.abc import Callable
from pathlib import Path

from ozon_xl.actions.alerts import tell
from ozon_xl.actions.book import leave_word, shop_named_in, workbook
from ozon_xl.actions.connect import at_work
from ozon_xl.actions.log import log, log_error
from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.remember import remember
from ozon_xl.actions.verbs import refreshed
from ozon_xl.clock import Clock
from ozon_xl.errors import (
    BugError,
    OzonXLError,
    ProgramBusyError,
    ProgramGoneError,
    StoppedError,
    WorkbookAtWorkError,
    WorkbookOpenError,
)
from ozon_xl.texts import Lang
from ozon_xl.texts import schedule as texts


def look(book: Path | None, client_id: str, clock: Clock, lang: Lang, say: Callable[[str], None]) -> bool:
    """Whether all of it worked; ``say`` is told, in ``lang``, what happens, and so is the log file.

    Where the workbook cannot be written now, because somebody has it open for example, the store alone is refreshed,
    so that alerts go on. Alerts go on, too, where Ozon cannot be reached.
    """

    def note(text: str) -> None:
        log().info(text)
        say(text)

    try:
        done = (
            _refresh_book(book, client_id, clock, lang, note) if book else _refresh_store(client_id, clock, lang, note)
        )
    except Exception as error:  # noqa: BLE001 - nobody is there to see it, and alerts must go on
        log_error(error, "look")
        done = False
        note(BugError(what=type(error).__name__).say(lang))
    return not tell(client_id, clock, lang, say) and done


def _refresh_book(book: Path, client_id: str, clock: Clock, lang: Lang, note: Callable[[str], None]) -> bool:
    try:
        with workbook(book) as host, at_work(client_id or shop_named_in(host), clock) as work:
            note(f"{book.name}: {refreshed(refresh(host, work.client, work.store, clock), lang)}")
    except WorkbookAtWorkError as error:  # by whom it is refreshed just now
        note(error.say(lang))
        return True
    except (WorkbookOpenError, ProgramBusyError, ProgramGoneError) as error:
        note(error.say(lang))
        return _refresh_store(client_id, clock, lang, note)
    except StoppedError as error:
        _refresh_store(client_id, clock, lang, note)
        return _failed(error, lang, note)
    except OzonXLError as error:
        leave_word(book, error.say(lang))
        return _failed(error, lang, note)
    return True


def _refresh_store(client_id: str, clock: Clock, lang: Lang, note: Callable[[str], None]) -> bool:
    try:
        with at_work(client_id, clock) as work:
            remember(work.client, work.store)
            last = work.store.snapshots.last(work.client.shop.client_id)
    except OzonXLError as error:
        return _failed(error, lang, note)
    note(texts.REMEMBERED.say(lang, count=last.postings if last else 0))
    return True


def _failed(error: OzonXLError, lang: Lang, note: Callable[[str], None]) -> bool:
    log_error(error, "look")
    note(error.say(lang))
    return False
