"""The journal of writes as rows of the Journal sheet."""

from collections.abc import Iterable

from ozon_xl.sheets import JOURNAL
from ozon_xl.sheets.cells import Values, cells_of
from ozon_xl.sheets.columns import Cell
from ozon_xl.sheets.rows import Setting, note_text
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import Lang
from ozon_xl.texts import stock as texts

SHEET_ROWS = 500
"""The sheet shows the latest; the whole journal is in the store."""


def journal_rows(events: Iterable[JournalEvent], setting: Setting) -> list[tuple[Cell, ...]]:
    """Newest first."""
    rows = (values_of(event, setting.lang) for event in sorted(events, key=lambda event: -event.seq))
    return list(cells_of(JOURNAL, rows, date1904=setting.date1904))


def values_of(event: JournalEvent, lang: Lang) -> Values:
    """One entry by the columns of the sheet."""
    return {
        "entry": str(event.seq),
        "at": event.at,
        "run": event.run,
        "user": event.user,
        "offer": event.offer,
        "warehouse_id": event.warehouse_id,
        "was": event.was,
        "asked": event.asked,
        "sent": event.sent,
        "read_back": event.read_back,
        "state": state_text(event, lang),
        "message": note_text(event.message, lang) or None,
    }


def state_text(event: JournalEvent, lang: Lang) -> str:
    """The state of an entry, with the pieces that its write may have put on offer without their lying on the shelf."""
    state = texts.STATES[event.state].say(lang)
    return texts.MAY_BE_OVERSOLD.say(lang, state=state, n=event.oversold) if event.oversold else state
