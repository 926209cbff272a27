"""Python's garbage collector while very many objects are made that are all still needed."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect seldom, not never, and as before afterwards.

    A refresh makes a million objects that live to its end. At the usual thresholds a fifth of its time goes into
    looking them through again and again; what it leaves to be collected are some 65 small objects a request (measured
    at 20,000 postings).
    """
    usual = gc.get_threshold()
    gc.set_threshold(1_000_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
