"""What is said of a queue: chances only where the past carries them, and when to begin."""

from datetime import datetime, timedelta

from ozon_xl.domain.forecast import Case
from ozon_xl.domain.outlook import ENOUGH_HERE, HORIZON, SURELY, Model, Outlook, Waiting, foresee, learn_model
from ozon_xl.domain.pace import ENOUGH
from ozon_xl.domain.schedule import Start
from tests.domain.past import HOUR, START

MINUTE = timedelta(minutes=1)
NOW = START + timedelta(weeks=8, hours=8)
"""A Monday, 8 o'clock."""


def past(place: str = "W", days: int = 56, *, a_day: int = 9, looked: timedelta = 15 * MINUTE) -> list[Case]:
    """Ordered in the evening before, packed one every ten minutes from 9, fetched at 17:30."""
    cases = []
    for day in range(days):
        midnight = START + timedelta(days=day)
        for number in range(a_day):
            packed = midnight + 9 * HOUR + number * 10 * MINUTE
            seen, done = midnight - 4 * HOUR, midnight + 17.5 * HOUR
            cases.append(Case(place, seen, midnight + 30 * HOUR, packed - looked, packed, done, done, done))
    return cases


MODEL = learn_model(past(), timedelta(0))


def waiting(number: str, hours: float, place: str = "W", **changes: object) -> Waiting:
    """One that is due so many hours from now."""
    due = NOW + hours * HOUR
    return Waiting(number, place, due, due, packed=False, startable=True)._replace(**changes)  # type: ignore[arg-type]


def outlook(one: Waiting, model: Model = MODEL, now: datetime = NOW) -> Outlook:
    return foresee([one], model, now).outlooks[one.number]


def test_a_chance_is_never_called_certain() -> None:
    assert outlook(waiting("a", 70)).chance == SURELY
    assert outlook(waiting("a", 0.1)).chance == 1 - SURELY


def test_what_is_too_late_has_no_chance_at_all() -> None:
    assert outlook(waiting("late", -1)) == Outlook(0.0)
    assert outlook(waiting("now", 0)) == Outlook(0.0)
    assert outlook(waiting("walled off", 30, pack_by=NOW - HOUR)) == Outlook(0.0)
    packed = outlook(waiting("packed before the wall", 70, pack_by=NOW - HOUR, packed=True))
    assert packed.chance == SURELY


def test_what_is_due_later_than_in_three_days_gets_no_chance() -> None:
    at_the_edge = HORIZON / HOUR
    assert outlook(waiting("a", at_the_edge)).chance is not None
    beyond = outlook(waiting("b", at_the_edge + 0.1))
    assert (beyond.chance, beyond.lack) == (None, None)
    assert beyond.start_by is not None


def test_fewer_than_sixty_are_too_few_and_are_counted() -> None:
    cases = past()[: ENOUGH - 1]
    told = outlook(waiting("a", 30), learn_model(cases, timedelta(0)))
    assert told == Outlook(lack=(ENOUGH - 1, ENOUGH))
    assert outlook(waiting("a", 30), Model()).lack == (0, ENOUGH)
    assert outlook(waiting("a", 30), learn_model(past()[:ENOUGH], timedelta(0))).lack is None


def test_a_warehouse_without_a_past_is_not_judged_by_the_others() -> None:
    few = past("new")[: ENOUGH_HERE - 1]
    model = learn_model([*past(), *few], timedelta(0))
    assert outlook(waiting("a", 30, "new"), model) == Outlook(lack=(ENOUGH_HERE - 1, ENOUGH_HERE))
    assert outlook(waiting("a", 30, "never seen"), model) == Outlook(lack=(0, ENOUGH_HERE))
    assert outlook(waiting("a", 70), model).chance == SURELY
    assert outlook(waiting("a", 30, "new"), learn_model([*past(), *past("new")[:ENOUGH_HERE]], timedelta(0))).chance


def test_the_queue_before_it_counts() -> None:
    """A team with more before it than it ever packs in a day."""
    many = [waiting(f"{number:03d}", 10 + number / 100) for number in range(300)]
    chances = [foresee(many, MODEL, NOW).outlooks[one.number].chance for one in many]
    alone = outlook(many[-1]).chance
    assert alone is not None
    assert chances[-1] is not None
    assert chances[0] == outlook(many[0]).chance
    assert chances[-1] < alone


def test_ties_have_the_same_queue_before_them() -> None:
    together = [waiting(f"{number:03d}", 12) for number in range(40)]
    assert len({foresee(together, MODEL, NOW).outlooks[one.number].chance for one in together}) == 1


def test_packing_begins_in_the_order_of_due_times_whatever_the_order_of_the_rows() -> None:
    queue = [waiting("third", 34), waiting("first", 10), waiting("second", 11), waiting("fourth", 35)]
    found = foresee(queue, MODEL, NOW)
    starts = {number: one.start_by for number, one in found.outlooks.items()}
    end = NOW.replace(hour=11)  # of the hours in which this team packs
    assert starts["first"] == end - 20 * MINUTE
    assert starts["second"] == end - 10 * MINUTE
    assert starts["third"] == end - 20 * MINUTE + timedelta(days=1)
    assert found.starts == {"W": Start(2, end - 20 * MINUTE)}
    assert [one.takes for one in found.outlooks.values()] == [10.0] * 4


def test_only_what_can_be_started_is_scheduled() -> None:
    queue = [
        waiting("packed", 10, packed=True),
        waiting("no goods", 10, startable=False),
        waiting("late", -1),
        waiting("ours", 10),
    ]
    found = foresee(queue, MODEL, NOW)
    assert {number for number, one in found.outlooks.items() if one.start_by} == {"ours"}
    assert {number for number, one in found.outlooks.items() if one.takes} == {"ours"}
    assert found.starts["W"].postings == 1
    assert found.outlooks["no goods"].chance is not None


def test_what_must_be_packed_before_a_wall_is_started_for_it() -> None:
    walled = outlook(waiting("a", 34, pack_by=NOW + 2.5 * HOUR))
    free = outlook(waiting("a", 34))
    assert walled.start_by is not None
    assert free.start_by is not None
    assert walled.start_by < NOW + 2.5 * HOUR < free.start_by


def test_hours_are_unknown_where_nobody_looked_often_enough() -> None:
    """Packed somewhere in five hours: it helps a chance, but names no hour."""
    seldom = learn_model(past(looked=5 * HOUR), timedelta(0))
    assert seldom.packing == {}
    found = foresee([waiting("a", 30)], seldom, NOW)
    assert found.starts == {}
    one = found.outlooks["a"]
    assert one.start_by is None
    assert one.chance is not None
    assert one.chance > 0.5


def test_an_empty_queue() -> None:
    assert foresee([], MODEL, NOW) == ({}, {})
