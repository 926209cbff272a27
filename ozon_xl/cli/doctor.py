"""Finding out why something does not work."""

from pathlib import Path
from typing import Annotated

import typer

from ozon_xl.actions.doctor import diagnose
from ozon_xl.actions.doctor.machine import this_machine
from ozon_xl.cli.shared import Json_, Lang_, err, exit_code, language, print_json, show_findings, spoken
from ozon_xl.cli.shops import Offline_
from ozon_xl.clock import SystemClock

app = typer.Typer()


@app.command()
def doctor(
    book: Annotated[Path | None, typer.Argument(help="A workbook to look at as well.")] = None,
    offline: Offline_ = False,
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """Look for what is wrong on this computer, with the keys, the store or a workbook; one line each, with its cure."""
    said = language(lang)
    with spoken(said, as_json=as_json), err.status("Ozon"):
        findings = list(diagnose(this_machine(), book, SystemClock(), offline=offline))
    if as_json:
        print_json({"findings": [finding.data(said) for finding in findings]})
    else:
        show_findings(findings, said)
    raise typer.Exit(exit_code(findings))
