"""The server behind Excel's worksheet functions (Windows): xlwings' COM server, narrowed to our functions.

Excel's add-in asks Windows for ``OzonXL.Functions``, and Windows starts the command that set-up registered for this
user: an absolute interpreter with ``-I``. Neither a workbook, nor a sheet, nor a file beside it has a say in that;
there is no DLL inside Excel, no shell, and no child process of Excel. The server ends when Excel lets go of it.

Of xlwings' server object, which would evaluate any Python text, only ``CallUDF`` is left, and only for the declared
functions.
"""

import inspect
import subprocess
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, Final

from ozon_xl.errors import BugError
from ozon_xl.hosts import excel
from ozon_xl.sheets.functions import FUNCTIONS, Function

PROG_ID: Final = "OzonXL.Functions"
"""By which the add-in asks for the server."""
CLASS_ID: Final = "{D3C5B7A0-6E5C-5B0B-9B5F-0C1E7F3A9D24}"
MODULE: Final = "ozon_xl.functions"
"""The name that the wrappers give. Nothing is imported by it."""

Answer = Callable[[str, Sequence[object]], object]
"""Name and arguments (ranges as rows) -> a cell, or rows of cells."""


# --- serving ---------------------------------------------------------------------------------------------------------


def serve(answer: Answer) -> None:
    """Serve Excel until it lets go."""
    com_server, _udfs = _xlwings()
    com_server.XLPython = server_class(answer)
    com_server.serve(CLASS_ID)


def server_class(answer: Answer) -> type:
    """What Excel gets hold of: an object that can do nothing but answer the declared functions."""
    com_server, udfs = _xlwings()
    functions = functions_for_xlwings(answer)
    udfs.udf_modules[MODULE] = {"module": functions, "filename": "", "filetime": None}

    class Server(com_server.XLPython):  # type: ignore[misc, name-defined]
        _public_methods_: ClassVar = ["CallUDF"]

        def CallUDF(self, module: str, name: str, arguments: Sequence[object]) -> object:  # noqa: N802 - xlwings' word
            """The only thing it does."""
            if module != MODULE or name not in vars(functions):
                raise BugError(what=f"{module}.{name}")
            return super().CallUDF(module, name, arguments)

    return Server


def functions_for_xlwings(answer: Answer) -> SimpleNamespace:
    """The declared functions as xlwings knows them: every argument comes as rows."""
    return SimpleNamespace(**{function.name: _for_xlwings(function, answer) for function in FUNCTIONS})


def _for_xlwings(function: Function, answer: Answer) -> object:
    def run(*arguments: object) -> object:
        return answer(function.name, arguments)

    run.__name__ = function.name
    run.__doc__ = function.help.en
    run.__annotations__.clear()  # xlwings would look for converters to these types
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [
        inspect.Parameter(parameter.name, kind, default=None if parameter.optional else inspect.Parameter.empty)
        for parameter in function.parameters
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    _com_server, udfs = _xlwings()
    for parameter in function.parameters:
        udfs.xlarg(parameter.name, ndim=2)(run)
    return udfs.xlfunc(volatile=True)(run)  # last: naming an argument forgets it


def _xlwings() -> tuple[Any, Any]:
    """Its ``com_server`` and ``udfs``, after the guards under which the host imports it."""
    excel.load_engine()
    from xlwings import com_server, udfs  # noqa: PLC0415 - Windows only, and slow

    return com_server, udfs


# --- registering -----------------------------------------------------------------------------------------------------

_CLASSES: Final = r"Software\Classes"
_SERVER: Final = rf"{_CLASSES}\CLSID\{CLASS_ID}\LocalServer32"


def command(python: Path) -> str:
    """What Windows is to start."""
    return subprocess.list2cmdline([str(python), "-I", "-m", "ozon_xl", "functions", "--com"])


def _registry() -> Any:
    """Python's access to it, there on Windows alone."""
    return import_module("winreg")


def register(python: Path) -> None:
    """Tell Windows, for this user, how the server is started; ``python`` is the one that the macros start.

    Both for 64-bit and for 32-bit Excel. Raises OSError.
    """
    winreg = _registry()

    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        for key, value in (
            (rf"{_CLASSES}\{PROG_ID}\CLSID", CLASS_ID),
            (rf"{_CLASSES}\CLSID\{CLASS_ID}\ProgID", PROG_ID),
            (_SERVER, command(python)),
        ):
            with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE | view) as opened:
                winreg.SetValueEx(opened, "", 0, winreg.REG_SZ, value)


def registered() -> str:
    """The command that is registered for this user; empty where there is none."""
    winreg = _registry()

    try:
        with winreg.OpenKeyEx(winreg.HKEY_CURRENT_USER, _SERVER, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            return str(winreg.QueryValueEx(opened, "")[0])
    except FileNotFoundError:
        return ""


def unregister() -> None:
    """Take it all out again."""
    winreg = _registry()

    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        for key in (
            rf"{_CLASSES}\{PROG_ID}\CLSID",
            rf"{_CLASSES}\{PROG_ID}",
            rf"{_CLASSES}\CLSID\{CLASS_ID}\ProgID",
            _SERVER,
            rf"{_CLASSES}\CLSID\{CLASS_ID}",
        ):
            try:
                winreg.DeleteKeyEx(winreg.HKEY_CURRENT_USER, key, view)
            except FileNotFoundError:
                continue
