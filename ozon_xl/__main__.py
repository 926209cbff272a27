"""``python -m ozon_xl`` is the ``ozon-xl`` command."""

from ozon_xl.cli import main

if __name__ == "__main__":
    main()
