"""The command line: parses, calls one action, prints. No rules of its own.

Exit codes: 0 done, 1 something was refused or failed (and it said which), 2 wrong usage.
"""

import sys
from typing import Annotated

import typer
import typer.main
from rich.markup import escape

from ozon_xl import __version__
from ozon_xl.cli import alerts, book, doctor, orders, practice, ratings, schedule, setup, shops, stock, usage, watch
from ozon_xl.cli.help import in_language, is_wanted
from ozon_xl.cli.shared import err, language, out, print_anything
from ozon_xl.texts import usage as usage_texts

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The workbook for Ozon sellers.")
for part in (setup, doctor, book, orders, ratings, stock, watch, alerts, schedule, shops, practice):
    app.add_typer(part.app)


def main() -> None:
    """The ``ozon-xl`` command, explaining itself in the user's language."""
    print_anything()
    command = typer.main.get_command(app)
    if is_wanted(sys.argv[1:]):
        in_language(command, language())
    try:
        code = command.main(prog_name="ozon-xl", standalone_mode=False)
    except usage.UsageError as error:
        _tell(usage.said(error, language()))
        sys.exit(2)
    except typer.Abort:
        _tell(usage_texts.ABORTED.say(language()))
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _tell(text: str) -> None:
    if text:
        err.print(escape(text), style="bold red", soft_wrap=True)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        out.print(__version__)
        raise typer.Exit
