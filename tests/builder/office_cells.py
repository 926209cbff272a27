"""Run by LibreOffice's own Python: an extension put into an office, formulas typed into a sheet.

Argument: name of the pipe on which the office listens. Then one JSON request a line, ``[command, argument ...]``, and
one JSON answer a line.
"""

import json
import sys
import time
from typing import Any

import uno  # type: ignore[import-not-found]
import unohelper  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.task import XInteractionHandler  # type: ignore[import-not-found]
from com.sun.star.ucb import XCommandEnvironment  # type: ignore[import-not-found]


class Consent(unohelper.Base, XInteractionHandler, XCommandEnvironment):  # type: ignore[misc]
    """The user who says yes to "about to install"."""

    def getInteractionHandler(self) -> Any:  # noqa: N802
        return self

    def getProgressHandler(self) -> None:  # noqa: N802
        return None

    def handle(self, request: Any) -> None:
        approve = uno.getTypeByName("com.sun.star.task.XInteractionApprove")
        chosen = next(way for way in request.getContinuations() if way.queryInterface(approve) is not None)
        chosen.queryInterface(approve).select()


class Sheet:
    """What can be asked."""

    def __init__(self, pipe: str) -> None:
        self._office = connect(pipe)
        self._desktop = self._office.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        self._book: Any = None

    def install(self, url: str) -> str:
        manager = self._office.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
        added = manager.addExtension(url, (), "user", manager.createAbortChannel(), Consent())
        self._book = self._desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        return str(added.getIdentifier().Value)

    def put(self, area: str, rows: list[list[Any]]) -> None:
        """Values, not formulas."""
        self._area(area).setDataArray(tuple(map(tuple, rows)))

    def formula(self, area: str, formula: str) -> Any:
        """The same formula typed into each cell."""
        found = self._area(area).RangeAddress
        width, height = found.EndColumn - found.StartColumn + 1, found.EndRow - found.StartRow + 1
        self._area(area).setFormulaArray(((formula,) * width,) * height)
        return self.values(area)

    def array(self, area: str, formula: str) -> Any:
        """One formula for the whole area, as with Ctrl+Shift+Enter."""
        self._area(area).setArrayFormula(formula)
        return self.values(area)

    def values(self, area: str) -> Any:
        return self._area(area).getDataArray()

    def calculate(self) -> None:
        """As Ctrl+Shift+F9."""
        self._book.calculateAll()

    def described(self, function: str) -> dict[str, Any]:
        """What the function wizard shows."""
        wizard = self._office.ServiceManager.createInstance("com.sun.star.sheet.FunctionDescriptions")
        found = {item.Name: item.Value for item in wizard.getByName(function)}
        arguments = [[argument.Name, argument.Description] for argument in found["Arguments"]]
        return {"description": found["Description"], "arguments": arguments}

    def quit(self) -> None:
        if self._book is not None:
            self._book.close(True)
        self._desktop.terminate()

    def _area(self, area: str) -> Any:
        return self._book.Sheets.getByIndex(0).getCellRangeByName(area)


def connect(pipe: str) -> Any:
    """The office, once it listens."""
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + 60
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def main() -> None:
    sheet = Sheet(sys.argv[1])
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(getattr(sheet, command)(*arguments)) + "\n")
        sys.stdout.flush()


main()
