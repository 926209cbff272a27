"""Memory while very many objects are made that are all still needed."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

_M_ARENA_MAX: Final = -8
"""Option of ``mallopt`` in glibc's malloc.h."""


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


def one_heap() -> None:
    """Have all threads to come take their memory from one heap.

    glibc gives each thread a heap of its own and keeps what was freed in it: 30 MiB with our twelve (measured at 20,000
    postings). Other systems have nothing of the kind.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
