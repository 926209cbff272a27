"""xlwings' real COM server and its real generator of wrappers, over stubs for Windows; run as a process of its own.

Prints as JSON what the tests compare.
"""

# ruff: noqa: PLC0415 - the stubs come first

import ctypes
import io
import json
import sys
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

RANGE_ID = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
"""What pywin32 makes of an argument that was left out."""


def fake_range(rows: list[list[object]]) -> MagicMock:
    """A Range as far as xlwings reads it."""
    made = MagicMock(Row=1, Column=1)
    made.Value = tuple(map(tuple, rows)) if len(rows) * len(rows[0]) > 1 else rows[0][0]
    made.Rows.Count, made.Columns.Count = len(rows), len(rows[0])
    made._oleobj_.GetTypeInfo().GetTypeAttr().iid = RANGE_ID
    made._oleobj_.GetIDsOfNames.side_effect = ComError
    return made


class ComError(Exception):
    """``pywintypes.com_error``."""


def install_stubs() -> None:
    names = (
        "pywintypes",
        "pythoncom",
        "win32api",
        "win32con",
        "win32event",
        "win32gui",
        "win32process",
        "win32timezone",
    )
    parts = ("client", "server", "server.dispatcher", "server.exception", "server.policy", "server.util")
    for name in (*names, "win32com", *(f"win32com.{part}" for part in parts)):
        sys.modules[name] = MagicMock(name=name)
    for part in parts:
        owner, _, last = f"win32com.{part}".rpartition(".")
        setattr(sys.modules[owner], last, sys.modules[f"win32com.{part}"])
    pywintypes: Any = sys.modules["pywintypes"]
    pywintypes.com_error, pywintypes.error, pywintypes.IID = ComError, ComError, str
    pywintypes.TimeType = type("TimeType", (), {})
    pythoncom: Any = sys.modules["pythoncom"]
    pythoncom.__file__, pythoncom.ole_error = "pythoncom.dll", ComError
    client: Any = sys.modules["win32com.client"]
    for kind in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(client, kind, type(kind, (), {}))
    util: Any = sys.modules["win32com.server.util"]
    util.unwrap = MagicMock(side_effect=ComError)
    for loader in ("windll", "oledll", "PyDLL"):
        setattr(ctypes, loader, MagicMock(name=loader))


def wrappers(udfs: Any, functions: SimpleNamespace) -> str:
    text = io.StringIO()
    udfs.generate_vba_wrapper("ozon_xl.functions", functions, text, SimpleNamespace(Name="OzonFunctions.xlam"))
    return text.getvalue()


def calls(server: Any) -> dict[str, object]:
    module = "ozon_xl.functions"
    return {
        "scalars": server.CallUDF(module, "OZON_STOCK", ("tea", 12345.0, MISSING, MISSING)),
        "range": server.CallUDF(module, "OZON_COUNTDOWN", (fake_range([["1-1"], [None], ["2-1"]]), MISSING)),
        "one cell": server.CallUDF(module, "OZON_RISK", (fake_range([["1-1"]]), MISSING)),
        "row": server.CallUDF(module, "OZON_RISK", (fake_range([["1-1", "2-1"]]), MISSING)),
        "table": server.CallUDF(module, "OZON_ATRISK", (MISSING,)),
    }


def refused(server: Any, *asked: Any) -> str:
    try:
        server.CallUDF(*asked)
    except Exception as error:  # noqa: BLE001 - told to the test
        return type(error).__name__
    return ""


def main() -> None:
    install_stubs()
    from ozon_xl.hosts import excel, excel_functions

    engine = excel.load_engine()
    import xlwings  # which registers it by itself on Windows alone

    xlwings.engines.add(xlwings.Engine(impl=engine.engine))
    asked: list[tuple[str, object]] = []

    def answer(name: str, arguments: Any) -> object:
        asked.append((name, arguments))
        if name == "OZON_ATRISK":
            return [["Posting", "State"], ["1-1", "MISSED"]]
        cells = arguments[0]
        return [[f"<{cell}>" for cell in row] for row in cells]

    server = excel_functions.server_class(answer)()
    com_server, udfs = excel_functions._xlwings()
    results: dict[str, object] = {
        "wrappers": wrappers(udfs, excel_functions.functions_for_xlwings(answer)),
        "calls": calls(server),
        "asked": asked,
        "public": server._public_methods_,
        "refused": [
            refused(server, "os", "system", ("true",)),
            refused(server, "ozon_xl.functions", "__class__", ()),
            refused(server, "ozon_xl.functions", "OZON_NONE", ()),
        ],
        "modules": sorted(name for name in ("numpy", "pandas", "httpx", "sqlalchemy") if sys.modules.get(name)),
    }

    def serve(class_id: str) -> None:
        results["served"] = [class_id, com_server.XLPython.__name__]

    com_server.serve = serve
    excel_functions.serve(answer)
    sys.stdout.write(json.dumps(results))


main()
