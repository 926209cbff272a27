"""Python's garbage collector while very many objects are made that are all still needed."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect seldom, not never, and as before afterwards.

    A refresh makes millions of objects that live to its end. At the usual thresholds a fifth of its time goes into
    looking them through again and again (measured at 20,000 postings).
    """
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
