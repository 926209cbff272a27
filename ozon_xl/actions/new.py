"""A fresh workbook."""

import uuid
from pathlib import Path

from ozon_xl import errors
from ozon_xl.builder import built
from ozon_xl.hosts.xlsx.saving import put
from ozon_xl.hosts.xlsx.trouble import told_of_making
from ozon_xl.settings import Settings
from ozon_xl.texts import Lang


def new_workbook(path: Path, lang: Lang, client_id: str = "") -> None:
    """Make a workbook, with macros where its name ends in .xlsm; one that is there already is never overwritten.

    Raises:
        WorkbookExistsError: the name is taken.
        WorkbookSuffixError: it is not the name of a workbook.
        UnknownShopError: the shop is not set up here.
        WorkbookReadOnlyError, FileNotWrittenError, DiskFullError: nothing can be written there.
    """
    with told_of_making(path):
        if path.exists():
            raise errors.WorkbookExistsError(path=path)
        if path.suffix.lower() not in {".xlsx", ".xlsm"}:
            raise errors.WorkbookSuffixError(path=path)
        shops = Settings.load().shops
        named = next((shop for shop in shops if shop.client_id == client_id), None)
        if client_id and named is None:
            raise errors.UnknownShopError(shop=client_id)
        about = {"workbook_id": str(uuid.uuid4()), "shop": client_id, "shop_name": named.name if named else ""}
        put(path, built(lang, macros=path.suffix.lower() == ".xlsm", **about))
