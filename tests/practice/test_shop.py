"""The shop under any story: orders, writes, counts, steps, moved dates; against a model that keeps its own books."""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ozon_xl.domain.statuses import RESERVING
from ozon_xl.practice.goods import Level
from ozon_xl.practice.orders import Terms, new_posting
from ozon_xl.practice.parcels import Line, Posting
from ozon_xl.practice.seeds import Seeding, new_shop
from ozon_xl.practice.shop import STEPS, Shop
from tests.practice.conftest import NOW

STATUSES = (*RESERVING, "delivering", "delivered", "cancelled", "acceptance_in_progress", "not_accepted", "unheard_of")
LAG_S = 7


class Story(RuleBasedStateMachine):
    """``shelf`` and ``promised`` are the model: what should lie there, and what open postings should hold."""

    shop: Shop
    writes = 0

    @initialize(seed=st.integers(0, 3))
    def open(self, seed: int) -> None:
        self.now = NOW
        self.rng = Random(seed)
        self.shop = new_shop(Seeding(postings=0, offers=8), seed=seed, now=NOW, lag_s=LAG_S)
        self.levels = [level for level in self.shop.levels() if level.warehouse.sells]
        self.shelf = {id(level): level.present for level in self.levels}
        self.promised = dict.fromkeys(self.shelf, 0)

    def pick(self, number: int) -> Level:
        return self.levels[number % len(self.levels)]

    def pick_posting(self, number: int) -> Posting:
        postings = list(self.shop.postings.values())
        return postings[number % len(postings)]

    @rule(
        place=st.integers(0, 99),
        quantities=st.lists(st.integers(1, 4), min_size=1, max_size=3),
        status=st.sampled_from(STATUSES),
    )
    def order(self, place: int, quantities: list[int], status: str) -> None:
        home = self.pick(place).warehouse
        here = [level for level in self.levels if level.warehouse is home]
        lines = [
            Line(here[position % len(here)].product, quantity, here[0].product.price, "RUB")
            for position, quantity in enumerate(quantities)
        ]
        terms = Terms(self.now, self.now + timedelta(hours=5), status=status)
        self.shop.accept(new_posting(self.shop, self.rng, home, lines, terms), self.now)
        if status in RESERVING:
            for position, quantity in enumerate(quantities):
                self.promised[id(here[position % len(here)])] += quantity

    @rule(place=st.integers(0, 99), free=st.integers(0, 50))
    def write(self, place: int, free: int) -> None:
        level = self.pick(place)
        seen = level.seen(self.now)
        refused = self.shop.refusal(level.product, level.warehouse.id, free, self.now)
        paused = level.written_at is not None and self.now - level.written_at < timedelta(seconds=30)
        assert (refused is not None) == paused
        if refused is None:
            self.shop.write_free(level, free, self.now)
            Story.writes += 1
            self.shelf[id(level)] = free + self.promised[id(level)]
            assert level.free == free
            assert level.seen(self.now) == seen
            assert level.seen(self.now + timedelta(seconds=LAG_S))[2] == free

    @rule(place=st.integers(0, 99), free=st.integers(0, 50))
    def somebody_else_writes(self, place: int, free: int) -> None:
        level = self.pick(place)
        self.shop.set_free(level, free, self.now, by="erp")
        self.shelf[id(level)] = free + self.promised[id(level)]
        assert level.seen(self.now)[2] == level.free == free

    @rule(place=st.integers(0, 99), present=st.integers(0, 50))
    def count(self, place: int, present: int) -> None:
        level = self.pick(place)
        self.shop.count_shelf(level, present, self.now)
        self.shelf[id(level)] = present

    @precondition(lambda self: self.shop.postings)
    @rule(number=st.integers(0, 99), status=st.sampled_from(STATUSES))
    def set_status(self, number: int, status: str) -> None:
        self.follow(self.pick_posting(number), status)
        self.shop.set_status(self.pick_posting(number), status, "", self.now)

    @precondition(lambda self: self.shop.postings)
    @rule(number=st.integers(0, 99), name=st.sampled_from(STEPS))
    def step(self, number: int, name: str) -> None:
        posting = self.pick_posting(number)
        changes = len(posting.history)
        self.follow(posting, AFTER[name])
        self.shop.step(posting, name, self.now)
        assert posting.status == AFTER[name]
        assert len(posting.history) == changes + 1

    def follow(self, posting: Posting, status: str) -> None:
        """The model's books for a change of status."""
        held, holds = posting.status in RESERVING, status in RESERVING
        for line, level in zip(posting.lines, posting.levels, strict=True):
            if held and not holds:
                self.promised[id(level)] -= line.quantity
                if status != "cancelled":
                    self.shelf[id(level)] = max(0, self.shelf[id(level)] - line.quantity)
            elif holds and not held:
                self.promised[id(level)] += line.quantity
                self.shelf[id(level)] += line.quantity if posting.left else 0

    @precondition(lambda self: self.shop.postings)
    @rule(number=st.integers(0, 99), hours=st.integers(-50, 50))
    def move_cutoff(self, number: int, hours: int) -> None:
        posting = self.pick_posting(number)
        moved = posting.cutoff + timedelta(hours=hours)
        late_by = posting.late_from - posting.cutoff if posting.late_from else None
        self.shop.move_cutoff(posting, moved)
        assert posting.cutoff == moved
        assert (posting.late_from - moved if posting.late_from else None) == late_by

    @rule(seconds=st.integers(1, 40))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.shop.cancel_forgotten(self.now)

    @invariant()
    def the_books_agree(self) -> None:
        for level in getattr(self, "levels", ()):
            assert level.present == self.shelf[id(level)]
            assert level.reserved == self.promised[id(level)]
            assert level.free == max(0, level.present - level.reserved)
            present, reserved, free = level.seen(self.now)
            assert present >= 0
            assert (reserved, free) == (level.reserved, max(0, present - reserved))

    @invariant()
    def every_posting_is_found_in_its_place(self) -> None:
        if hasattr(self, "shop"):
            for index in (self.shop.by_cutoff, self.shop.by_start):
                rows, more = index.page(10_000)
                assert not more
                assert sorted(row.number for row in rows) == sorted(self.shop.postings)
                assert [index.key(row) for row in rows] == sorted(index.key(row) for row in rows)


AFTER = {
    "pack": "awaiting_deliver",
    "hand_over": "delivering",
    "deliver": "delivered",
    "fail_pack": "awaiting_packaging",
    "dispute": "arbitration",
    "cancel": "cancelled",
}


SETTINGS = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no fault of the shop
)


def test_the_shop_keeps_its_books_in_any_story() -> None:
    Story.writes = 0
    run_state_machine_as_test(Story, settings=SETTINGS)
    assert Story.writes > 20  # a story without writes would prove nothing
