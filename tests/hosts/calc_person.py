"""A person at LibreOffice, for the tests of ``CalcHost``: opens workbooks, saves, closes, and does things to sheets.

LibreOffice's own Python runs this file. One command a line in JSON, one answer a line.
"""

import contextlib
import json
import sys
import time
from typing import Any

import uno  # type: ignore[import-not-found]


def prop(name: str, value: object) -> Any:
    found = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    found.Name, found.Value = name, value
    return found


class Person:
    def __init__(self, pipe: str) -> None:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(600):
            with contextlib.suppress(uno.getClass("com.sun.star.connection.NoConnectException")):
                office = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            time.sleep(0.1)
        self.desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
        self.docs: dict[str, Any] = {}

    def open(self, url: str) -> bool:
        self.docs[url] = self.desktop.loadComponentFromURL(url, "_blank", 0, (prop("MacroExecutionMode", 0),))
        return self.docs[url] is not None

    def save(self, url: str, to: str) -> None:
        self.docs[url].storeToURL(to, (prop("FilterName", "Calc MS Excel 2007 XML"), prop("Overwrite", True)))

    def close(self, url: str) -> None:
        self.docs.pop(url).close(True)

    def state(self, url: str) -> list[Any]:
        """Whether the screen is locked, the sheets calculate by themselves, and what there is to undo."""
        doc = self.docs[url]
        return [
            doc.hasControllersLocked(),
            doc.isAutomaticCalculationEnabled(),
            list(doc.getUndoManager().getAllUndoActionTitles()),
        ]

    def do(self, url: str, code: str) -> Any:
        """Statements about ``doc``, the workbook; ``found`` is the answer."""
        names = {"doc": self.docs[url], "uno": uno, "prop": prop, "time": time}
        exec(code, names)
        return names.get("found")

    def windows(self) -> list[str]:
        """Titles of all frames."""
        frames = self.desktop.getFrames()
        return [frames.getByIndex(at).getTitle() for at in range(frames.getCount())]


def say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    person = Person(sys.argv[1])
    say(True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = [getattr(person, name)(*arguments), ""]
        except Exception as error:  # noqa: BLE001 - the test is told
            answer = [None, repr(error)]
        say(answer)


if __name__ == "__main__":
    main()
