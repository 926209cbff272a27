"""Which host a workbook has: the file, or the program in which it is open."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from ozon_xl.errors import OzonXLError, ProgramMissingError, WorkbookNotOpenError, WorkbookOpenError
from ozon_xl.hosts.base import Host


def live_host(guid: str, hwnd: int = 0, profile: str = "") -> AbstractContextManager[Host]:
    """The open workbook with this ``WorkbookId``: in the LibreOffice that uses this profile, else in Excel, if it can
    be reached here; ``hwnd`` is its window.

    Raises:
        ProgramMissingError, WorkbookNotOpenError, WorkbookOpenTwiceError, ProgramBusyError: on entering.
    """
    if profile or not _has_excel():
        office: AbstractContextManager[Host] = _calc().attach(guid, profile)
        return office
    from ozon_xl.hosts import excel  # noqa: PLC0415

    return excel.attach(guid, hwnd)


@contextmanager
def host_of(path: Path) -> Iterator[Host]:
    """The workbook wherever it lives now: its file, or, if it is open, the program that holds it.

    Raises:
        OzonXLError: it can be reached in neither.
    """
    from ozon_xl.hosts.file import FileHost  # noqa: PLC0415 - a button has no need of it

    with ExitStack() as attached:
        try:
            host: Host = FileHost(path)
        except WorkbookOpenError as error:
            try:
                host = attached.enter_context(_holder_of(path))
            except (ProgramMissingError, WorkbookNotOpenError) as unreachable:
                raise error from unreachable
        yield host


def is_open(path: Path) -> bool:
    """Whether a spreadsheet program marks the file as open."""
    from ozon_xl.hosts.xlsx.saving import refuse_if_open  # noqa: PLC0415

    try:
        refuse_if_open(path)
    except WorkbookOpenError:
        return True
    return False


def _holder_of(path: Path) -> AbstractContextManager[Host]:
    if path.with_name(f".~lock.{path.name}#").exists() or not _has_excel():
        office: AbstractContextManager[Host] = _calc().attach_path(path)
        return office
    from ozon_xl.hosts import excel  # noqa: PLC0415

    return excel.attach_path(path, _id_in(path))


def _id_in(path: Path) -> str:
    """The ``WorkbookId`` in a file that is open; empty where it cannot be read."""
    from ozon_xl.hosts.file import FileHost  # noqa: PLC0415

    with suppress(OzonXLError):
        return str(FileHost(path, even_if_open=True).get("WorkbookId").value or "")
    return ""


def _calc() -> Any:
    return import_module("ozon_xl.hosts.calc")


def _has_excel() -> bool:
    """Excel for the Mac has other ways, which nobody has gone here."""
    return sys.platform == "win32"
