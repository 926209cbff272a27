"""Calls to a program that may be busy, may refuse, or may be gone.

Excel takes no calls while somebody edits a cell or has a dialog open. A call that it has not taken has done nothing,
so it is made again, after growing waits and not for ever.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from time import sleep
from typing import Any, Final

from ozon_xl.errors import OzonXLError, ProgramBusyError, ProgramGoneError, ProgramRefusedError

PROGRAM: Final = "Excel"

WAITS: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.0, 3.0, 3.0)
"""Seconds before each further attempt: 12 s in all, then the user is asked to finish editing the cell."""
SHORT_WAITS: Final = (0.1, 0.2, 0.4, 0.8, 1.6)
"""For what is tidied up after a failure: three such calls and the one that failed end within 30 s."""

_BUSY: Final = frozenset({0x80010001, 0x8001010A, 0x800AC472})
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, and Excel's own code for a cell being edited."""
_GONE: Final = frozenset({0x80010007, 0x80010012, 0x80010108, 0x800401FD, 0x800706BA, 0x800706BE})
"""The server died, the object is disconnected, the server cannot be reached, the call failed on the way."""

Com = Any
"""An object of Excel's."""


class Patience:
    """How long calls are tried, and what their failures mean."""

    def __init__(self, failures: tuple[type[Exception], ...], waits: Sequence[float] = WAITS) -> None:
        self.failures = failures
        """What a failed call raises."""
        self._waits = waits

    def call(self, attempt: Callable[[], Com]) -> Com:
        """The result of a call, as an object that is patient too if it is an object of Excel's.

        Raises:
            ProgramBusyError, ProgramGoneError, ProgramRefusedError.
        """
        for wait in self._waits:
            try:
                return self.wrapped(attempt())
            except self.failures as error:
                if not _is_busy(error):
                    raise _told(error) from error
            sleep(wait)
        try:
            return self.wrapped(attempt())
        except self.failures as error:
            raise _told(error) from error

    def wrapped(self, value: Com) -> Com:
        """Plain values as they are."""
        plain = value is None or isinstance(value, (str, int, float, tuple, datetime))
        return value if plain else Patient(value, self)


class Patient:
    """An object of Excel's whose calls are made with patience."""

    __slots__ = ("inner", "patience")

    def __init__(self, inner: Com, patience: Patience) -> None:
        object.__setattr__(self, "inner", inner)
        object.__setattr__(self, "patience", patience)

    def __getattr__(self, name: str) -> Com:
        return self.patience.call(lambda: getattr(self.inner, name))

    def __setattr__(self, name: str, value: object) -> None:
        self.patience.call(lambda: setattr(self.inner, name, value))

    def __call__(self, *args: object, **named: object) -> Com:  # noqa: D102
        args = tuple(map(_bare, args))
        named = {name: _bare(value) for name, value in named.items()}
        return self.patience.call(lambda: self.inner(*args, **named))

    def members(self) -> list[Com]:
        """Those of a collection."""
        found = self.patience.call(lambda: tuple(self.inner))
        return [self.patience.wrapped(member) for member in found]


def _bare(value: object) -> object:
    return value.inner if isinstance(value, Patient) else value


def _codes(error: Exception) -> set[int]:
    """The codes of a failed call: of the call itself, and of Excel within it."""
    inside = getattr(error, "excepinfo", None)
    codes = (getattr(error, "hresult", None), inside[5] if inside else None)
    return {code & 0xFFFFFFFF for code in codes if code}


def _is_busy(error: Exception) -> bool:
    """A failure without any code is how pywin32 shows a name that Excel had no time to look up."""
    codes = _codes(error)
    return not codes or bool(codes & _BUSY)


def _told(error: Exception) -> OzonXLError:
    details: dict[str, object] = {"cause": repr(error)}
    if _is_busy(error):
        return ProgramBusyError(program=PROGRAM, details=details)
    if _codes(error) & _GONE:
        return ProgramGoneError(program=PROGRAM, details=details)
    inside = getattr(error, "excepinfo", None)
    return ProgramRefusedError(program=PROGRAM, what=(inside and inside[2]) or str(error), details=details)
