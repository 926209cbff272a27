"""An Excel that is not there: its objects, and the parts of Windows through which xlwings finds it.

xlwings' own code for Windows runs on it unchanged. What goes into cells is interpreted as Excel would (``coercion``),
every call is counted, and any call can fail (``line``).
"""

from .coercion import coerced
from .desktop import Desktop, Disk, desktop, forget_engine
from .line import Failure, Line
from .model import FakeBook, FakeCell, FakeSheet, FakeTable, load

__all__ = [
    "Desktop",
    "Disk",
    "Failure",
    "FakeBook",
    "FakeCell",
    "FakeSheet",
    "FakeTable",
    "Line",
    "coerced",
    "desktop",
    "forget_engine",
    "load",
]
