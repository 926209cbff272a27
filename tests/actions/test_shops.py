"""What Ozon says of a key, as lines for the user."""

from datetime import UTC, datetime, timedelta

import pytest

from ozon_xl.actions.finding import Level
from ozon_xl.actions.shops import NEEDED, KeyCheck, check_key, findings_of
from ozon_xl.ozon.account import Roles, Seller
from ozon_xl.texts import LANGS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATHS = frozenset(endpoint.path for endpoint in NEEDED)


class Account:
    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    def roles(self) -> Roles:
        return self._roles

    def seller(self) -> Seller:
        return Seller("Лавка", "RUB", "RU", "PREMIUM")


class Client:
    def __init__(self, roles: Roles) -> None:
        self.account = Account(roles)


class Clock:
    def now(self) -> datetime:
        return NOW


def checked(methods: frozenset[str] = PATHS, days: float | None = 60, names: tuple[str, ...] = ("Orders",)) -> KeyCheck:
    expires = None if days is None else NOW + timedelta(days=days)
    return check_key(Client(Roles(expires, methods, names)), Clock())  # type: ignore[arg-type]


def lines(check: KeyCheck) -> list[tuple[Level, str]]:
    return [(finding.level, finding.words.en) for finding in findings_of("77", check)]


def test_a_good_key_is_one_line() -> None:
    assert lines(checked()) == [(Level.OK, "Shop 77 (Лавка): the key works until 2027-01-22; roles: Orders.")]
    assert "does not tell until when" in lines(checked(days=None))[0][1]


@pytest.mark.parametrize(
    ("days", "level"), [(14.5, None), (13.9, Level.CARE), (0.1, Level.CARE), (-0.1, Level.BAD), (None, None)]
)
def test_the_end_of_a_key_is_told_two_weeks_before(days: float | None, level: Level | None) -> None:
    found = [found for found, words in lines(checked(days=days))[1:]]
    assert found == ([level] if level else [])


def test_too_many_rights_are_told() -> None:
    assert [level for level, _ in lines(checked(names=("Admin",)))] == [Level.OK, Level.CARE]


def test_a_right_that_is_missing_is_named() -> None:
    path = NEEDED[0].path
    check = checked(PATHS - {path})
    assert (check.lacking, check.retired) == ((path,), ())
    level, words = lines(check)[1]
    assert level is Level.BAD
    assert path in words


def test_a_method_that_is_offered_only_in_a_newer_version_is_dead() -> None:
    path = NEEDED[0].path
    version, rest = path[1:].split("/", 1)
    newer, older = f"/v{int(version[1:]) + 1}/{rest}", f"/v{int(version[1:]) - 1}/{rest}"
    check = checked((PATHS - {path}) | {newer})
    assert (check.lacking, check.retired) == ((), (path,))
    assert "new version of ozon-xl" in lines(check)[1][1]
    assert checked((PATHS - {path}) | {older}).lacking == (path,)
    assert checked(PATHS | {newer}).retired == ()


def test_every_line_is_in_three_languages() -> None:
    check = checked(frozenset(), days=3, names=("Admin",))
    for finding in findings_of("77", check):
        assert len({finding.words.say(lang) for lang in LANGS}) == len(LANGS)
