"""The line between Python and Excel: every call crosses it, is counted, and may be made to fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

REJECTED = -2147418111
"""RPC_E_CALL_REJECTED, 0x80010001."""
EXCEPTION = -2147352567
"""DISP_E_EXCEPTION: the reason stands inside."""
IN_A_CELL = -2146777998
"""0x800AC472: a cell is being edited."""
REFUSED = -2146827284
"""0x800A03EC: Excel's own refusal."""
UNKNOWN_NAME = -2147352570
DISCONNECTED = -2147417848
"""RPC_E_DISCONNECTED, 0x80010108."""
CALL_FAILED = -2147023170
"""RPC_S_CALL_FAILED, 0x800706BE: the answer got lost."""


class ComError(Exception):
    """As pywin32's ``pywintypes.com_error``."""

    def __init__(self, hresult: int, strerror: str, excepinfo: Any = None, argerror: Any = None) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, strerror, excepinfo, argerror


def refusal(text: str) -> ComError:
    """Excel says no."""
    return ComError(EXCEPTION, "Exception occurred.", (0, "Microsoft Excel", text, None, 0, REFUSED))


class Failure(Enum):
    """How a call fails."""

    REJECTED = "rejected"
    EDITING = "a cell is being edited"
    MISSING = "pywin32 takes the busy program's name for one that is not there"
    REFUSED = "refused"
    GONE = "closed before the call"
    LOST = "closed after the call was carried out"


@dataclass
class Crossing:
    """One call."""

    number: int
    owner: str
    what: str
    cells: int
    """That it carries; 0 for a step from one object to the next."""


@dataclass
class Line:
    """Counts the calls, from 1, and lets them fail."""

    crossings: list[Crossing] = field(default_factory=list)
    failing: Callable[[int], Failure | None] = lambda _number: None
    after: Callable[[int], None] = lambda _number: None
    """What people do once a call is through."""
    is_missing: bool = False

    def before(self, owner: str, what: str, cells: int = 0) -> int:
        """A call sets out. Raises what it fails with."""
        number = len(self.crossings) + 1
        self.crossings.append(Crossing(number, owner, what, cells))
        failure = self.failing(number)
        if failure not in {None, Failure.LOST}:
            self._fail(failure)
        return number

    def done(self, number: int) -> None:
        """A call has been carried out."""
        self.after(number)
        if self.failing(number) is Failure.LOST:
            raise ComError(CALL_FAILED, "The remote procedure call failed.")

    @property
    def carrying(self) -> list[Crossing]:
        """The calls that carry cells or change many of them."""
        return [crossing for crossing in self.crossings if crossing.cells]

    def _fail(self, failure: Failure | None) -> None:
        if failure is Failure.REJECTED:
            raise ComError(REJECTED, "Call was rejected by callee.")
        if failure is Failure.EDITING:
            raise ComError(EXCEPTION, "Exception occurred.", (0, None, None, None, 0, IN_A_CELL))
        if failure is Failure.MISSING:
            self.is_missing = True
            raise AttributeError("<unknown>")
        if failure is Failure.REFUSED:
            raise refusal("Application-defined or object-defined error")
        raise ComError(DISCONNECTED, "The object invoked has disconnected from its clients.")
