"""Points at which a program may die: counted as they are passed, and one of them is the last."""


class Crash(BaseException):
    """The program is gone."""


class Points:
    """Passed one by one; the ``last``-th is where the program dies, and whatever it still tries fails likewise."""

    def __init__(self, last: int = 0) -> None:
        self._last = last
        self.passed: list[str] = []

    def reach(self, what: str) -> None:
        """One more point. Raises Crash."""
        self.passed.append(what)
        if self._last and len(self.passed) >= self._last:
            raise Crash(what)
