"""The worksheet functions put where Excel and LibreOffice find them."""

import os
import platform
from pathlib import Path

from ozon_xl import errors
from ozon_xl.builder.functions_addin import FILE_NAME as EXCEL_FILE
from ozon_xl.builder.functions_addin import build_addin
from ozon_xl.builder.office_addin import FILE_NAME as OFFICE_FILE
from ozon_xl.builder.office_addin import build_office_addin
from ozon_xl.home import home
from ozon_xl.hosts import excel_functions
from ozon_xl.texts import Lang


def excel_add_in() -> Path | None:
    """Where Excel on Windows opens add-ins by itself; None on other systems, where it cannot run Python functions."""
    if platform.system() != "Windows":
        return None
    return Path(os.environ["APPDATA"], "Microsoft", "Excel", "XLSTART", EXCEL_FILE)


def office_add_in() -> Path:
    """The extension that the user opens once in LibreOffice."""
    return home() / OFFICE_FILE


def install(python: Path, lang: Lang) -> list[Path]:
    """Make both add-ins, in this language; returns their files. ``python`` is the one that the macros start.

    Raises:
        AddInInUseError: Excel has the old one open.
    """
    build_office_addin(office_add_in(), lang)
    target = excel_add_in()
    if target is None:
        return [office_add_in()]
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        build_addin(target, lang)
    except PermissionError as error:
        raise errors.AddInInUseError(path=target) from error
    excel_functions.register(python)
    return [target, office_add_in()]


def remove() -> list[Path]:
    """Take them away again; returns what was there. What LibreOffice copied, its own extension manager removes.

    Raises:
        AddInInUseError: Excel has its own open; nothing was removed.
    """
    target = excel_add_in()
    there = [path for path in (target, office_add_in()) if path is not None and path.exists()]
    for path in there:
        try:
            path.unlink()
        except PermissionError as error:
            raise errors.AddInInUseError(path=path) from error
    if target is not None:
        excel_functions.unregister()
    return there


def starts_wrong(python: Path) -> str:
    """What Windows would start for Excel's functions instead of this Python; empty where all is well."""
    target = excel_add_in()
    if target is None or not target.exists() or excel_functions.registered() == excel_functions.command(python):
        return ""
    return excel_functions.registered() or "-"
