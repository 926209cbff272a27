"""``python -m ozon_xl.practice``: the practice shop as a program of its own."""

from argparse import ArgumentParser

from ozon_xl.errors import OzonXLError
from ozon_xl.practice.faults import KINDS
from ozon_xl.practice.scenarios import SCENARIOS
from ozon_xl.practice.server import serve


def main() -> None:
    """Read the options and serve until interrupted."""
    parser = ArgumentParser(prog="python -m ozon_xl.practice", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postings", type=int, default=300)
    parser.add_argument("--offers", type=int, default=500)
    parser.add_argument("--scenario", default="", help=", ".join(SCENARIOS))
    parser.add_argument("--faults", default="", help=f"kind[:value][@path][*times], kinds: {', '.join(KINDS)}")
    parser.add_argument("--latency-ms", type=float, default=0)
    parser.add_argument("--no-limits", dest="limits", action="store_false")
    parser.add_argument("--speed", type=float, default=1.0)
    try:
        serve(**vars(parser.parse_args()))
    except OzonXLError as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
