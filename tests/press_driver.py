"""The program behind the buttons in a process of its own, with a workbook that this file brings instead of Excel's.

``python -I tests/press_driver.py sign`` ends at the sign of life; ``... whole BOOK VERB`` does all of it. Prints one
JSON object: the processor seconds so far and the modules that are there.
"""

import importlib.util
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
        yield Blank() if mode == "sign" else live_book(book)

    vars(buttons)["live_host"] = attached
    code = buttons.main([verb, "--book", GUID])
    report()
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
