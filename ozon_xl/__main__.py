"""``python -m ozon_xl`` is the ``ozon-xl`` command; what a spreadsheet starts goes past its slow imports."""

import signal
import sys


def main() -> None:
    """The ``ozon-xl`` command."""
    if sys.argv[1:2] == ["press"]:
        from ozon_xl.buttons import main as press  # noqa: PLC0415

        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no sign of life is left standing
        sys.exit(press())
    if sys.argv[1:2] == ["functions"]:
        from ozon_xl.functions import main as functions  # noqa: PLC0415

        sys.exit(functions())
    from ozon_xl.cli import main as command  # noqa: PLC0415

    command()


if __name__ == "__main__":
    main()
