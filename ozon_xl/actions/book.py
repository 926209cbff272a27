"""What every action asks of a workbook before it works on it."""

from typing import NamedTuple

from ozon_xl import errors
from ozon_xl.domain.rules import Rules
from ozon_xl.hosts.base import Host
from ozon_xl.sheets.names import SCHEMA_VERSION, language_from, rules_from
from ozon_xl.texts import Lang


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
    version = host.get("SchemaVersion").value
    if isinstance(version, (int, float)) and version > SCHEMA_VERSION:
        raise errors.WorkbookNewerError
    bound = _text(host, "Shop")
    if bound and bound != shop:
        raise errors.WorkbookOfOtherShopError(book=bound, shop=shop)
    return Book(
        lang=language_from(host.get("Language").value),
        rules=rules_from(lambda name: host.get(name).value),
        shop=bound,
        workbook_id=_text(host, "WorkbookId"),
        snapshot=_text(host, "SnapshotId"),
    )


def _text(host: Host, name: str) -> str:
    value = host.get(name).value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
