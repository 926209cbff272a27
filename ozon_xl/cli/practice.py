"""The practice shop."""

from typing import Annotated

import typer

from ozon_xl.cli.shared import Lang_, Offers_, Postings_, Seed_, language, spoken
from ozon_xl.practice.server import serve

app = typer.Typer()


@app.command()
def practice(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any that is free.")] = 0,
    seed: Seed_ = 1,
    postings: Postings_ = 300,
    offers: Offers_ = 500,
    scenario: Annotated[str, typer.Option(help="What happens in the shop; a wrong name lists them.")] = "",
    faults: Annotated[str, typer.Option(help="Troubles, e.g. 429:2*3.")] = "",
    speed: Annotated[float, typer.Option(help="How many times faster the shop's clock runs.")] = 1.0,
    lang: Lang_ = None,
) -> None:
    """A practice shop on this computer; its first line is its address and a demo key."""
    said = language(lang)
    with spoken(said):
        serve(
            port=port,
            seed=seed,
            postings=postings,
            offers=offers,
            scenario=scenario,
            faults=faults,
            speed=speed,
            lang=said,
        )
