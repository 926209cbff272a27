"""The program behind the buttons in a process of its own, with a workbook that this file brings instead of Excel's.

``python -I tests/press_driver.py sign`` ends at the sign of life, ``... sign-excel`` and ``... sign-calc`` too, with
the modules that reach the program loaded first; ``... whole BOOK VERB`` does all of it. Prints one JSON object: the
processor seconds so far and the modules that are there.
"""

import ctypes
import importlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from ozon_xl import buttons
from ozon_xl.sheets import Cell, Raw

GUID = "12345678-9abc-def0-1234-56789abcdef0"


def report() -> None:
    """What it took so far."""
    figures = {"cpu_s": time.process_time(), "modules": sorted(sys.modules)}
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


class Blank:
    """As much of a workbook as a sign of life needs."""

    title = "Shop.xlsm"
    date1904 = False

    def get(self, _name: str) -> Raw:
        return Raw()

    def put(self, name: str, _value: Cell) -> None:
        if name == "Request":
            report()
            os._exit(0)

    def put_all(self, values: dict[str, Cell]) -> None:
        for name, value in values.items():
            self.put(name, value)


OF_WINDOWS: Final = (
    *("pywintypes", "pythoncom", "win32api", "win32con", "win32gui", "win32process", "win32timezone"),
    *("win32com", "win32com.client"),
)


class Kind(type):
    """A class that has every attribute, each a class like itself."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Kind(name, (Exception,), {})


class Anything(ModuleType):
    """A module, or a library that is loaded from a file."""

    __file__ = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(Kind("Anything", (), {}), name)

    def __call__(self, _file: str) -> "Anything":
        return self


def load_host(program: str) -> None:
    """What reaches a program, as far as it can be loaded here: xlwings' own code over stand-ins for that of Windows."""
    host = importlib.import_module(f"ozon_xl.hosts.{program}")
    if program == "excel":
        if sys.platform != "win32":
            sys.modules.update((name, Anything(name)) for name in OF_WINDOWS)
            for loader in ("windll", "oledll", "PyDLL"):
                setattr(ctypes, loader, Anything(loader))
        host.load_engine()


def live_book(path: str) -> Any:
    """``tests.live_book`` by its file: this folder is not, and must not be, where Python looks for modules."""
    spec = importlib.util.spec_from_file_location("live_book", Path(__file__).with_name("live_book.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LiveBook(Path(path))


def main(mode: str, book: str = "", verb: str = "refresh") -> int:
    """Press a button."""

    @contextmanager
    def attached(*_which: object) -> Iterator[Any]:
        sign, _, program = mode.partition("-")
        if program:
            load_host(program)
        yield Blank() if sign == "sign" else live_book(book)

    vars(buttons)["live_host"] = attached
    code = buttons.main([verb, "--book", GUID])
    report()
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
