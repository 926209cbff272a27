"""Run by LibreOffice's own Python: opens a workbook, runs functions of its VBA, prints what they return as JSON.

Arguments: name of the pipe on which the office listens, URL of the workbook, then functions as ``Module.Function``.
"""

import json
import sys
import time
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

ALWAYS_EXECUTE_NO_WARN = 4


def main() -> None:
    pipe, url, *functions = sys.argv[1:]
    desktop = connect(pipe).ServiceManager.createInstance("com.sun.star.frame.Desktop")
    document = desktop.loadComponentFromURL(
        url,
        "_blank",
        0,
        (PropertyValue("Hidden", 0, True, 0), PropertyValue("MacroExecutionMode", 0, ALWAYS_EXECUTE_NO_WARN, 0)),
    )
    library = document.BasicLibraries.getByName("VBAProject")
    provider = document.getScriptProvider()
    returned = {name: call(provider, name) for name in functions}
    modules = {name: library.getByName(name) for name in library.getElementNames()}
    sys.stdout.write(json.dumps({"modules": modules, "returned": returned}))
    document.close(True)
    desktop.terminate()


def call(provider: Any, function: str) -> Any:
    """What a function without arguments returns."""
    url = f"vnd.sun.star.script:VBAProject.{function}?language=Basic&location=document"
    return provider.getScript(url).invoke((), (), ())[0]


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


main()
