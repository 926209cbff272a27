"""The parts of Windows through which xlwings finds Excel, and the Excels that run there."""

import ctypes
import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from ozon_xl.hosts import excel

from .line import ComError, Line
from .model import FakeBook, load
from .objects import Application, CDispatch, Window, Workbook

_STUBS = (
    "pywintypes",
    "pythoncom",
    "win32api",
    "win32con",
    "win32gui",
    "win32process",
    "win32timezone",
    "win32com",
    "win32com.client",
)


class PyWinError(Exception):
    """As ``pywintypes.error``: what calls into Windows itself raise."""


class Disk:
    """What was saved; a file that was written from outside since counts as it is."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, FakeBook]] = {}

    def read(self, path: Path) -> FakeBook:
        changed, kept = self._kept.get(str(path.resolve()), (0, None))
        if kept is not None and path.stat().st_mtime_ns == changed:
            return deepcopy(kept)
        return load(path)

    def save(self, book: FakeBook) -> None:
        self._kept[book.path] = (Path(book.path).stat().st_mtime_ns, deepcopy(book))


class Desktop:
    """Excels that run, and their windows."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.line = Line()
        self.apps: list[Application] = []
        self.answers: list[int] = []
        self.asked: list[tuple[int, str, str]] = []
        self.repeats_rows = True
        """Whether one row of formulas, put into several, goes into each of them."""

    def start(self) -> Application:
        app = Application(self, 1000 * (len(self.apps) + 1))
        self.apps.append(app)
        return app

    def open(self, path: Path, app: Application | None = None) -> Workbook:
        """Open a file, as it was saved last."""
        app = app or (self.apps[0] if self.apps else self.start())
        return app.open(self.disk.read(path))

    # --- Windows ------------------------------------------------------------------------------------------------------

    def app_of(self, hwnd: int) -> Application | None:
        return next((app for app in self.apps if app.hwnd <= hwnd < app.hwnd + 3), None)

    def after(self, hwnd: int) -> int:
        """The next window on the desktop; some are not Excel's."""
        windows = [500, *(app.hwnd for app in self.apps), 90_000]
        at = windows.index(hwnd) + 1 if hwnd else 0
        return windows[at] if at < len(windows) else 0

    def child(self, hwnd: int, _after: int, kind: str, _title: None) -> int:
        app = self.app_of(hwnd)
        if app is None or hwnd != app.hwnd + (kind == "EXCEL7") or (kind == "EXCEL7" and not app.books):
            return 0
        return hwnd + 1

    def message(self, hwnd: int, text: str, title: str, style: int) -> int:
        assert style & 0x100, "No is the default"
        self.asked.append((hwnd, text, title))
        return self.answers.pop(0)


_current: list[Desktop] = []


def _now() -> Desktop:
    return _current[-1]


@contextmanager
def desktop(disk: Disk | None = None) -> Iterator[Desktop]:
    """A desktop on which the host finds its Excel."""
    _import_engine()
    made = Desktop(disk or Disk())
    _current.append(made)
    old = excel._windows
    excel._windows = lambda: _WINDLL
    try:
        yield made
    finally:
        excel._windows = old
        _current.pop()


_WINDLL = SimpleNamespace(
    user32=SimpleNamespace(
        GetTopWindow=lambda _parent: _now().after(0),
        GetWindow=lambda hwnd, _next: _now().after(hwnd),
        MessageBoxW=lambda *args: _now().message(*args),
    )
)


def _accessible_object(hwnd: int, _what: int, _guid: Any, pointer: Any) -> int:
    app = _now().app_of(hwnd)
    if app is None or hwnd != app.hwnd + 2:
        raise OSError("no such window")
    pointer._obj.value = hwnd
    return 0


class _PyCom:
    """``PyDLL(pythoncom.__file__)``."""

    def __init__(self, _path: str) -> None:
        self.PyCom_PyObjectFromIUnknown = _FromPointer()


class _FromPointer:
    restype: Any = None

    def __call__(self, pointer: Any, _guid: Any, _add_ref: bool) -> Window:
        app = _now().app_of(pointer.value)
        assert app is not None
        return Window(app)


def _never(*_args: Any, **_named: Any) -> None:
    raise AssertionError("no Excel may be started")


def _stubs() -> dict[str, ModuleType]:
    made = {name: ModuleType(name) for name in _STUBS}
    pywintypes = made["pywintypes"]
    pywintypes.com_error, pywintypes.error, pywintypes.TimeType = ComError, PyWinError, dt.datetime  # type: ignore[attr-defined]
    pythoncom = made["pythoncom"]
    pythoncom.CoInitialize, pythoncom.ole_error, pythoncom.__file__ = lambda: None, ComError, "pythoncom.dll"  # type: ignore[attr-defined]
    made["win32gui"].FindWindowEx = lambda *args: _now().child(*args)  # type: ignore[attr-defined]
    made["win32process"].GetWindowThreadProcessId = lambda hwnd: (1, hwnd)  # type: ignore[attr-defined]
    client = made["win32com.client"]
    client.CDispatch, client.DispatchBaseClass = CDispatch, type("DispatchBaseClass", (), {})  # type: ignore[attr-defined]
    client.Dispatch, client.DispatchEx = lambda found: found, _never  # type: ignore[attr-defined]
    made["win32com"].client = client  # type: ignore[attr-defined]
    return made


def forget_engine() -> None:
    """Have xlwings imported anew."""
    _import_engine.cache_clear()


@cache
def _import_engine() -> Any:
    """xlwings' ``_xlwindows`` over the stubs; afterwards no other module sees any of it."""
    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "xlwings"}
    loaders = {
        "windll": _WINDLL,
        "oledll": SimpleNamespace(
            ole32=SimpleNamespace(CLSIDFromString=lambda *_args: 0),
            oleacc=SimpleNamespace(AccessibleObjectFromWindow=_accessible_object),
        ),
        "PyDLL": _PyCom,
    }
    old = {name: getattr(ctypes, name, None) for name in loaders}
    sys.modules.update(_stubs())
    for name, stub in loaders.items():
        setattr(ctypes, name, stub)
    try:
        excel.load_engine.cache_clear()
        return excel.load_engine()
    finally:
        for name, value in old.items():
            if value is None:
                delattr(ctypes, name)
            else:
                setattr(ctypes, name, value)
        for name in [name for name in sys.modules if name in _STUBS or name.split(".")[0] == "xlwings"]:
            del sys.modules[name]
        sys.modules.update(hidden)
