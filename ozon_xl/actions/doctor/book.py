"""A workbook: whether it opens, whether its tables and cells are there, and whether Excel will run its macros."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from ozon_xl.actions.book import shop_named_in, workbook_id_of
from ozon_xl.actions.finding import Finding, bad, care, ok
from ozon_xl.errors import OzonXLError, TableMissingError, WorkbookNewerError
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.live import host_of
from ozon_xl.settings import Settings
from ozon_xl.sheets import TABLES, Table
from ozon_xl.sheets.names import NAMES, SCHEMA_VERSION, language_from
from ozon_xl.texts import doctor as texts

_INTERNET: Final = 3
"""Windows' zone for what came from outside; 4 is for what it distrusts."""
_MOST_NEIGHBOURS: Final = 50


def book_findings(path: Path) -> Iterator[Finding]:
    """All of them, or why the workbook cannot be read."""
    yield from downloaded(path)
    try:
        with host_of(path) as host:
            yield from names(host)
            for table in TABLES:
                yield from rows(host, table)
            yield from identity(host, path)
            yield from shop(host)
    except OzonXLError as error:
        yield Finding.of("workbook", error)
        return
    if path.suffix.lower() == ".xlsx":
        yield ok("workbook", texts.BOOK_WITHOUT_BUTTONS)


def downloaded(path: Path) -> Iterator[Finding]:
    """Whether Windows has marked the file as coming from the internet."""
    if zone(path) >= _INTERNET:
        yield bad("workbook", texts.BOOK_FROM_INTERNET.filled(book=path))


def zone(path: Path) -> int:
    """What Windows has written beside the file: 0 where nothing."""
    with suppress(OSError, ValueError):
        mark = Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
        for line in mark.splitlines():
            name, _, value = line.partition("=")
            if name.strip().casefold() == "zoneid":
                return int(value)
    return 0


def names(host: Host) -> Iterator[Finding]:
    """The cells that are known by name, and the layout's version."""
    for name in NAMES:
        try:
            host.get(name)
        except OzonXLError as error:
            yield Finding.of("workbook", error)
    version = host.get("SchemaVersion").value
    if isinstance(version, (int, float)) and version > SCHEMA_VERSION:
        raise WorkbookNewerError


def rows(host: Host, table: Table) -> Iterator[Finding]:
    """A table and its columns."""
    try:
        found = host.read(table)
    except TableMissingError as error:
        without = care("workbook", texts.NO_ARCHIVE.filled(table=table.name))
        yield without if table.can_be_missing else Finding.of("workbook", error)
        return
    except OzonXLError as error:
        yield Finding.of("workbook", error)
        return
    sheet = table.sheet.say(language_from(host.get("Language").value))
    staff = sum(row.staff for row in found)
    yield ok("workbook", texts.TABLE.filled(table=table.name, sheet=sheet, rows=len(found), staff=staff))


def identity(host: Host, path: Path) -> Iterator[Finding]:
    """The id by which buttons find their workbook, and others beside it that have the same."""
    own = workbook_id_of(host)
    if not own:
        yield bad("workbook", texts.BOOK_UNKNOWN)
        return
    neighbours = sorted(path.absolute().parent.glob("*.xls[xm]"))[:_MOST_NEIGHBOURS]
    copies = [other.name for other in neighbours if other.name != path.name and _id_of(other) == own]
    if copies:
        yield care("workbook", texts.BOOK_COPIED.filled(others=", ".join(copies)))


def _id_of(path: Path) -> str:
    """Empty where it cannot be read."""
    with suppress(OzonXLError):
        return workbook_id_of(FileHost(path))
    return ""


def shop(host: Host) -> Iterator[Finding]:
    """Whether the shop of the workbook is set up on this computer."""
    bound = shop_named_in(host)
    if bound and bound not in {entry.client_id for entry in Settings.load().shops}:
        yield bad("workbook", texts.BOOK_OF_UNKNOWN_SHOP.filled(shop=bound))
