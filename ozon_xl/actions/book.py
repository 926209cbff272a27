"""What every action asks of a workbook before it works on it, and how it gets hold of one."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from ozon_xl import errors
from ozon_xl.actions.zone import set_zone
from ozon_xl.clock import SystemClock
from ozon_xl.domain.rules import Rules
from ozon_xl.home import home
from ozon_xl.hosts.base import Host, refuse_lost
from ozon_xl.hosts.live import host_of
from ozon_xl.locks import TakenError, file_lock
from ozon_xl.sheets.names import RULES, SCHEMA_VERSION, language_from, rules_from
from ozon_xl.texts import Lang

_OWN: Final = ("SchemaVersion", "Shop", "Language", "WorkbookId", "SnapshotId")


class Book(NamedTuple):
    """The workbook's own facts. Untrusted: it names the shop, it never brings a key or an address."""

    lang: Lang
    rules: Rules
    shop: str
    """Client-Id; empty before the first refresh."""
    workbook_id: str
    snapshot: str


def open_book(host: Host, shop: str) -> Book:
    """The workbook's facts, checked against the shop that the user works for.

    Raises:
        WorkbookNewerError: a newer program made it.
        WorkbookOfOtherShopError: it holds another shop's rows.
    """
    found = host.get_all([*_OWN, *(rule.name for rule in RULES)])
    cells = {name: raw.value for name, raw in found.items()}
    version = cells.get("SchemaVersion")
    if isinstance(version, (int, float)) and version > SCHEMA_VERSION:
        raise errors.WorkbookNewerError
    refuse_lost(_OWN, cells)
    bound = _text(cells["Shop"])
    if bound and bound != shop:
        raise errors.WorkbookOfOtherShopError(book=bound, shop=shop)
    return Book(
        lang=language_from(cells["Language"]),
        rules=rules_from(cells),
        shop=bound,
        workbook_id=_text(cells["WorkbookId"]),
        snapshot=_text(cells["SnapshotId"]),
    )


@contextmanager
def workbook(path: Path) -> Iterator[Host]:
    """A workbook for one command, wherever it lives now.

    Raises:
        WorkbookAtWorkError: a button or another command works on it.
        OzonXLError: of the host.
    """
    with host_of(path) as host, exclusive(workbook_id_of(host)):
        set_zone(host, SystemClock())  # by it the macros of an open one tell how long ago we gave a sign of life
        yield host


def leave_word(path: Path, text: str) -> None:
    """Say in a closed workbook, where the next one who opens it sees it, why it is not fresh; if that can be said."""
    with suppress(errors.OzonXLError), workbook(path) as host:
        if host.get("Status").value != text:
            host.put("Status", text)
            host.save()


@contextmanager
def exclusive(workbook_id: str) -> Iterator[None]:
    """Held by one process of this computer while it works on a workbook. Raises WorkbookAtWorkError."""
    name = hashlib.blake2s(workbook_id.casefold().encode(), digest_size=8).hexdigest()
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(home() / f"book-{name}.lock"))
        except TakenError as error:
            raise errors.WorkbookAtWorkError from error
        yield


def shop_named_in(host: Host) -> str:
    """The Client-Id of the shop that the workbook is bound to; empty before the first refresh."""
    return _text(host.get("Shop").value)


def workbook_id_of(host: Host) -> str:
    """What tells this workbook from every other; a copy has the same."""
    return _text(host.get("WorkbookId").value)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
