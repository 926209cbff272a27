"""From typed numbers to a plan: what is refused, what needs a second yes, and that nobody can change it unseen."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ozon_xl.domain.rules import Rules
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_edit import EditRow, conflict_words
from ozon_xl.domain.stock_plan import (
    Judged,
    PlanDrop,
    PlanFile,
    PlanItem,
    PlanRefusal,
    PlanSame,
    StockPlan,
    is_jump,
    judge,
    too_old,
)
from ozon_xl.domain.stock_wish import Conflict, Decision, Mode, Seen, Wish
from ozon_xl.texts import Words
from ozon_xl.texts import stock as texts

from .make import NOW, edit, level

RULES = Rules()
AW = {Pair("A", "W"): level("A", "W", 5, reserved=2)}
AS_IT_IS = PlanSame(row=2, offer="A", warehouse_id="W", now=5)


@pytest.mark.parametrize(
    ("row", "now", "why"),
    [
        (edit(), {}, texts.ROW_UNKNOWN),
        (edit(asked=texts.CELL_FRACTION), AW, texts.CELL_FRACTION),
        (edit(refused=texts.ROW_MIXED), AW, texts.ROW_MIXED),
        (edit(refused=texts.ROW_NUMERIC_ID), AW, texts.ROW_NUMERIC_ID),
        (edit(refused=texts.ROW_MIXED, asked=texts.CELL_ERROR, seen=None), {}, texts.ROW_MIXED),
        (edit(offer="a"), AW, texts.ROW_UNKNOWN),
        (edit(warehouse_id="V"), AW, texts.ROW_UNKNOWN),
    ],
)
def test_a_row_that_is_not_certain_is_refused_by_name(row: EditRow, now: dict[Pair, StockLevel], why: Words) -> None:
    judged = judge([row], now, 100, RULES)
    assert judged == Judged(
        (), (PlanRefusal(row=2, offer=row.pair.offer, warehouse_id=row.pair.warehouse_id, why=why),), (), ()
    )


def test_a_pair_that_stands_twice_is_refused_in_every_row() -> None:
    judged = judge([edit(row=2), edit(row=3), edit(row=9, asked=texts.CELL_ERROR)], AW, 100, RULES)
    assert [(one.row, one.why) for one in judged.refused] == [
        (2, texts.ROW_TWICE),
        (3, texts.ROW_TWICE),
        (9, texts.CELL_ERROR),
    ]
    assert not judged.items


@pytest.mark.parametrize(
    ("row", "conflict", "said"),
    [
        (edit(seen=4), Conflict(Mode.FREE, 4, 5, 6), "you saw 4 free, Ozon now has 5, you want 6"),
        (edit(seen=0), Conflict(Mode.FREE, 0, 5, 6), "re-base (11)"),
        (edit(seen=None), Conflict(Mode.FREE, None, 5, 6), "It is not known which number you saw"),
        (
            edit(seen=Seen(5, 8), asked=Wish(Mode.SHELF, 9)),
            Conflict(Mode.SHELF, 8, 7, 9),
            "you saw 8 on the shelf, Ozon now has 7, you counted 9",
        ),
        (
            edit(seen=Seen(4, 6), asked=Wish(Mode.CHANGE, 3)),
            Conflict(Mode.CHANGE, 4, 5, 3),
            "keep theirs (5) or send mine (8)",
        ),
        (
            edit(seen=Seen(4, 8), asked=Wish(Mode.CHANGE, -9)),
            Conflict(Mode.CHANGE, 4, 5, -9),
            "you saw 4 free when you typed -9, Ozon now has 5, and orders alone do not explain it",
        ),
    ],
)
def test_a_changed_remote_value_is_a_conflict_told_three_ways(row: EditRow, conflict: Conflict, said: str) -> None:
    judged = judge([row], AW, 100, RULES)
    (refused,) = judged.refused
    assert (judged.items, refused.conflict, refused.why) == ((), conflict, conflict_words(conflict))
    assert said in refused.why.en


@pytest.mark.parametrize(
    ("decision", "want", "second_word"),
    [(Decision.MINE, 9, "mine"), (Decision.REBASE, 11, "rebase")],
)
def test_a_conflict_can_be_decided(decision: Decision, want: int, second_word: str) -> None:
    (item,) = judge([edit(seen=3, asked=9, decision=decision)], AW, 100, RULES).items
    assert (item.saw, item.was, item.asked, item.want, item.decision) == (3, 5, 9, want, second_word)


@pytest.mark.parametrize("decision", [Decision.MINE, Decision.REBASE])
def test_a_change_that_is_to_be_sent_all_the_same_is_made_of_what_is_there_now(decision: Decision) -> None:
    wish = Wish(Mode.CHANGE, 3)
    (item,) = judge([edit(seen=Seen(4, 6), asked=wish, decision=decision)], AW, 100, RULES).items
    assert (item.saw, item.number, item.want) == (4, 3, 8)


@pytest.mark.parametrize("seen", [Seen(6, 7), Seen(2, 7), Seen(5, 9)])
def test_orders_cancellations_and_shipping_do_not_disturb_a_change(seen: Seen) -> None:
    (item,) = judge([edit(seen=seen, asked=Wish(Mode.CHANGE, 3))], AW, 100, RULES).items
    assert item.want == 8


def test_keep_theirs_drops_the_edit_whatever_was_typed() -> None:
    edits = [
        edit(offer="A", seen=3, decision=Decision.THEIRS),
        edit(offer="B", decision=Decision.THEIRS, asked=texts.CELL_NOT_A_NUMBER),
        edit(offer="C", row=7, decision=Decision.THEIRS),
        edit(offer="C", row=8, decision=Decision.THEIRS),
        edit(offer="D", decision=Decision.THEIRS, refused=texts.ROW_MIXED),
    ]
    judged = judge(edits, AW, 100, RULES)
    assert [(drop.offer, drop.asked, drop.now) for drop in judged.dropped] == [("A", 6, 5), ("B", None, None)]
    assert [refused.why for refused in judged.refused] == [texts.ROW_TWICE, texts.ROW_TWICE, texts.ROW_MIXED]
    assert not judged.items


def test_a_drop_by_new_orders_alone_is_followed_where_that_is_allowed() -> None:
    pair = Pair("A", "W")
    edits = [edit(seen=8, asked=20)]
    assert not judge(edits, AW, 100, RULES, {}).items
    assert not judge(edits, AW, 100, RULES, {pair: 2}).items
    (item,) = judge(edits, AW, 100, RULES, {pair: 3}).items
    assert (item.saw, item.was, item.asked, item.number, item.want) == (8, 5, 20, 17, 17)


@pytest.mark.parametrize(
    ("wish", "want"),
    [
        (Wish(Mode.SHELF, 12), 10),
        (Wish(Mode.SHELF, 12, keep_back=3, cap=6), 6),
        (Wish(Mode.SHELF, 2), 0),
        (Wish(Mode.SHELF, 3, keep_back=5), 0),
        (Wish(Mode.CHANGE, 4), 9),
        (Wish(Mode.CHANGE, -5), 0),
        (Wish(Mode.CHANGE, 4, keep_back=2), 9),
        (Wish(Mode.CHANGE, 1, keep_back=50), 6),
        (Wish(Mode.FREE, 12, cap=8), 8),
    ],
)
def test_a_shelf_count_and_a_change_become_a_free_quantity(wish: Wish, want: int) -> None:
    (item,) = judge([edit(asked=wish)], AW, 100, RULES).items
    assert (item.want, item.asked, item.mode) == (want, wish.number, wish.mode)
    assert ("zero" in item.warnings) is (want == 0)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(Mode.SHELF, 1), "shelf 1 - reserved 2 = -1"),
        (Wish(Mode.CHANGE, -6), "free 5 -6 = -1"),
        (Wish(Mode.CHANGE, 999_999), "1000004"),
    ],
)
def test_less_than_nothing_and_too_much_are_refused_with_the_sum(wish: Wish, said: str) -> None:
    judged = judge([edit(asked=wish)], AW, 100, RULES)
    assert not judged.items
    assert said in judged.refused[0].why.en


def test_a_sum_that_ozon_has_already_is_not_sent() -> None:
    wishes = [Wish(Mode.SHELF, 7), Wish(Mode.CHANGE, 0), Wish(Mode.FREE, 9, cap=5)]
    assert [judge([edit(asked=wish)], AW, 100, RULES).same for wish in wishes] == [(AS_IT_IS,)] * 3


@pytest.mark.parametrize(
    ("wish", "seen", "decision", "said"),
    [
        (Wish(Mode.FREE, 5), 3, Decision.NONE, "same"),
        (Wish(Mode.FREE, 5), 9, Decision.NONE, "same"),
        (Wish(Mode.FREE, 5), None, Decision.NONE, "same"),
        (Wish(Mode.FREE, 9, cap=5), 3, Decision.NONE, "same"),
        (Wish(Mode.SHELF, 7), 4, Decision.NONE, "same"),
        (Wish(Mode.SHELF, 8, keep_back=1), 4, Decision.NONE, "same"),
        (Wish(Mode.SHELF, 7, keep_back=1), 4, Decision.NONE, "refused"),
        (Wish(Mode.FREE, 5), 3, Decision.MINE, "same"),
        (Wish(Mode.FREE, 5), 3, Decision.REBASE, "items"),
        (Wish(Mode.FREE, 6), 3, Decision.NONE, "refused"),
        (Wish(Mode.FREE, 5), Seen(7, 7), Decision.NONE, "refused"),
        (Wish(Mode.FREE, 5), Seen(4, 7), Decision.NONE, "refused"),
        (Wish(Mode.FREE, 5), Seen(7, 7), Decision.REBASE, "items"),
        (Wish(Mode.FREE, 5), Seen(7, 7), Decision.MINE, "same"),
        (Wish(Mode.SHELF, 7), Seen(5, 9), Decision.NONE, "same"),
    ],
)
def test_what_somebody_has_written_is_nothing_to_decide(
    wish: Wish, seen: int | Seen | None, decision: Decision, said: str
) -> None:
    """A colleague was quicker: a re-base would move a number that is right. Where orders or a cancellation brought
    Ozon's number there it is by chance: who had 7, counted 5 and sold 2 meanwhile has 3. A count of the shelf is right
    whatever brought it about.
    """
    judged = judge([edit(asked=wish, seen=seen, decision=decision)], AW, 100, RULES)
    assert [name for name in ("items", "refused", "same") if getattr(judged, name)] == [said]


def test_what_came_to_be_there_between_preview_and_sending_is_not_written_over() -> None:
    conflict = planned(Wish(Mode.FREE, 9)).at_send(level("A", "W", 9, 2))
    assert conflict == Conflict(Mode.FREE, 5, 9, 9, there=True)
    assert "already" in conflict_words(conflict).en
    cancelled = planned(Wish(Mode.FREE, 6)).at_send(level("A", "W", 6, 1))
    assert cancelled == Conflict(Mode.FREE, 5, 6, 6), "a cancellation brought it there"


def test_an_undo_is_refused_in_words_of_its_own() -> None:
    """It reads no decision, so it offers none."""
    judged = judge([edit(asked=2, seen=9)._replace(undoes="run-1")], AW, 100, RULES)
    assert judged.refused[0].why == texts.UNDO_CHANGED.filled(saw=9, now=5)
    assert judged.refused[0].conflict is None
    (item,) = judge([edit(asked=2, seen=5)._replace(undoes="run-1")], AW, 100, RULES).items
    assert item.undoes == "run-1"
    conflict = item.at_send(level("A", "W", 4, 3))
    assert isinstance(conflict, Conflict)
    assert conflict_words(conflict, undo=True) == texts.UNDO_CHANGED.filled(saw=5, now=4)


def planned(wish: Wish, **changes: Any) -> PlanItem:
    (item,) = judge([edit(asked=wish, **changes)], AW, 100, RULES).items
    return item


@pytest.mark.parametrize(
    ("wish", "free", "reserved", "orders", "sent"),
    [
        (Wish(Mode.FREE, 9), 5, 2, None, 9),
        (Wish(Mode.FREE, 9), 5, 9, None, 9),
        (Wish(Mode.FREE, 9), 4, 3, None, Conflict(Mode.FREE, 5, 4, 9)),
        (Wish(Mode.FREE, 9), 4, 3, 1, 8),
        (Wish(Mode.FREE, 9, cap=6), 4, 3, 1, 6),
        (Wish(Mode.FREE, 9), 4, 3, 2, Conflict(Mode.FREE, 5, 4, 9)),
        (Wish(Mode.FREE, 9), 4, 2, 1, Conflict(Mode.FREE, 5, 4, 9)),
        (Wish(Mode.FREE, 9), 6, 1, -1, Conflict(Mode.FREE, 5, 6, 9)),
        (Wish(Mode.FREE, 2), 1, 6, 4, Conflict(Mode.FREE, 5, 1, 2)),
        (Wish(Mode.SHELF, 12), 5, 2, None, 10),
        (Wish(Mode.SHELF, 12), 3, 4, None, 8),
        (Wish(Mode.SHELF, 12), 6, 1, None, 11),
        (Wish(Mode.SHELF, 12), 5, 1, None, Conflict(Mode.SHELF, 7, 6, 12)),
        (Wish(Mode.SHELF, 3), 3, 4, None, None),
        (Wish(Mode.CHANGE, 4), 5, 2, None, 9),
        (Wish(Mode.CHANGE, 4), 5, 1, None, 9),
        (Wish(Mode.CHANGE, 4), 3, 4, None, 7),
        (Wish(Mode.CHANGE, 4), 6, 1, None, 10),
        (Wish(Mode.CHANGE, 4, keep_back=3), 3, 4, None, 7),
        (Wish(Mode.CHANGE, 4), 3, 2, None, Conflict(Mode.CHANGE, 5, 3, 4)),
        (Wish(Mode.CHANGE, 4), 6, 2, None, Conflict(Mode.CHANGE, 5, 6, 4)),
        (Wish(Mode.CHANGE, -4), 3, 4, None, None),
    ],
)
def test_between_preview_and_sending_only_orders_are_followed(
    wish: Wish, free: int, reserved: int, orders: int | None, sent: int | Conflict | None
) -> None:
    assert planned(wish).at_send(level("A", "W", free, reserved), orders) == sent


def test_a_conflict_on_the_way_tells_what_the_sheet_will_tell() -> None:
    item = planned(Wish(Mode.FREE, 9), seen=3, decision=Decision.REBASE)
    assert item.want == 11
    assert item.at_send(level("A", "W", 4)) == Conflict(Mode.FREE, 3, 4, 9)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_no_copy_of_a_pair_is_sent_even_if_all_agree(count: int) -> None:
    judged = judge([edit(row=row) for row in range(count)], AW, 100, RULES)
    assert [one.why for one in judged.refused] == [texts.ROW_TWICE] * count
    assert not judged.items


def test_the_number_that_ozon_has_already_is_not_sent() -> None:
    assert judge([edit(asked=5)], AW, 100, RULES) == Judged((), (), (AS_IT_IS,), ())


def test_an_item_carries_what_the_preview_shows() -> None:
    (item,) = judge([edit(seen=Seen(5, 7, "first"), asked=0, ordered=3, short=1)], AW, 100, RULES).items
    assert item == PlanItem(
        row=2,
        offer="A",
        warehouse_id="W",
        name="Tea",
        warehouse="Main",
        mode=Mode.FREE,
        asked=0,
        number=0,
        keep_back=0,
        cap=None,
        decision=Decision.NONE,
        saw=5,
        reading="first",
        was=5,
        present=7,
        want=0,
        reserved=2,
        ordered=3,
        warnings=("zero",),
    )
    assert item.pair == Pair("A", "W")


@pytest.mark.parametrize(
    ("changes", "warnings"),
    [
        ({"asked": 6}, ()),
        ({"asked": 6, "short": 1}, ("short",)),
        ({"asked": 49}, ()),
        ({"asked": 50}, ("jump",)),
        ({"asked": 50, "short": 2}, ("jump", "short")),
        ({"asked": 0}, ("zero",)),
        ({"asked": 0, "short": 2}, ("zero",)),
    ],
)
def test_warnings(changes: dict[str, Any], warnings: tuple[str, ...]) -> None:
    (item,) = judge([edit(**changes)], AW, 100, RULES).items
    assert item.warnings == warnings


@pytest.mark.parametrize(
    ("was", "want", "jump"),
    [
        (0, 9, False),
        (0, 10, True),
        (1, 9, False),
        (1, 10, True),
        (10, 1, True),
        (11, 2, False),
        (10, 99, False),
        (10, 100, True),
        (100, 10, True),
        (100, 11, False),
        (999_999, 0, False),
        (5, 0, False),
    ],
)
def test_a_jump_begins_at_tenfold(was: int, want: int, jump: bool) -> None:
    assert is_jump(was, want, RULES) is jump


def many(count: int, asked: int, *, of: int) -> Judged:
    """``count`` of ``of`` rows get the number ``asked`` where 5 stood."""
    edits = [edit(offer=str(number), row=number, asked=asked) for number in range(count)]
    return judge(edits, {row.pair: level(*row.pair, 5) for row in edits}, of, RULES)


@pytest.mark.parametrize(
    ("zeroed", "rows", "stopped"),
    [
        (1, 10, False),
        (1, 9, True),
        (5, 50, False),
        (5, 49, True),
        (6, 60, True),
        (6, 10_000, True),
        (5, 10_000, False),
        (1, 1, True),
        (1, 0, True),
    ],
)
def test_zeroings_above_5_rows_or_a_tenth_need_a_second_yes(zeroed: int, rows: int, stopped: bool) -> None:
    judged = many(zeroed, 0, of=rows)
    assert (texts.SECOND_ZEROING.filled(count=zeroed) in judged.second_consent) is stopped


@pytest.mark.parametrize(
    ("changed", "rows", "stopped"), [(5, 10, False), (6, 10, True), (1, 2, False), (2, 3, True), (1, 1, True)]
)
def test_changes_above_half_of_the_rows_need_a_second_yes(changed: int, rows: int, stopped: bool) -> None:
    reasons = (texts.SECOND_MASS.filled(count=changed, total=rows),) if stopped else ()
    assert many(changed, 6, of=rows).second_consent == reasons


def test_one_jump_needs_a_second_yes() -> None:
    assert many(1, 49, of=100).second_consent == ()
    assert many(1, 50, of=100).second_consent == (texts.SECOND_JUMP.filled(count=1, factor="10"),)


def test_refused_and_unchanged_rows_are_no_mass_change() -> None:
    edits = [edit(offer=str(number), asked=5) for number in range(9)]
    edits += [edit(offer=f"x{number}", asked=0) for number in range(9)]
    judged = judge(edits, {row.pair: level(*row.pair, 5) for row in edits[:9]}, 18, RULES)
    assert (len(judged.same), len(judged.refused), judged.second_consent) == (9, 9, ())


rows_typed = st.lists(
    st.builds(
        lambda offer, seen, asked, broken: edit(
            offer=offer, seen=seen, asked=asked, refused=texts.ROW_MIXED if broken else None
        ),
        st.sampled_from("ABCDEFGH"),
        st.one_of(st.none(), st.integers(0, 3)),
        st.one_of(st.integers(0, 40), st.just(texts.CELL_FORMAT)),
        st.sampled_from((False, False, False, True)),
    ),
    max_size=8,
)
at_ozon = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 3)).map(
    lambda free: {Pair(offer, "W"): level(offer, "W", count) for offer, count in free.items()}
)


@given(rows_typed, at_ozon, st.integers(0, 30))
def test_every_row_is_sent_refused_or_unchanged_and_only_certain_ones_are_sent(
    edits: list[EditRow], now: dict[Pair, StockLevel], rows_total: int
) -> None:
    judged = judge(edits, now, rows_total, RULES)
    assert len(judged.items) + len(judged.refused) + len(judged.same) == len(edits)
    times = Counter(row.pair for row in edits)
    by_pair = {row.pair: row for row in edits}
    assert len({item.pair for item in judged.items}) == len(judged.items)
    for item in judged.items:
        row = by_pair[item.pair]
        assert (times[item.pair], row.refused) == (1, None)
        assert isinstance(row.asked, Wish)
        assert item.was == item.saw == now[item.pair].free
        assert item.want == row.asked.number != item.was
    zeroed = sum(item.want == 0 for item in judged.items)
    if zeroed > 5 or zeroed > rows_total / 10 or len(judged.items) > rows_total / 2:
        assert judged.second_consent
    if any(item.want >= 10 * max(item.was, 1) for item in judged.items):
        assert judged.second_consent


ITEM = PlanItem(
    row=2,
    offer="00123",
    warehouse_id="1020000000123456",
    name="Чай 茶",
    warehouse="Main",
    mode=Mode.SHELF,
    asked=1,
    number=1,
    keep_back=0,
    cap=None,
    decision=Decision.NONE,
    saw=5,
    reading="r1",
    was=5,
    present=6,
    want=0,
    reserved=1,
    ordered=2,
    warnings=("zero",),
)
REFUSAL = PlanRefusal(row=3, offer="B", warehouse_id="W", why=texts.ROW_TWICE)
PLAN = StockPlan(
    made_at=NOW,
    data_from=NOW - timedelta(minutes=5, microseconds=1),
    shop="123",
    workbook_id="id",
    workbook="Ozon.xlsx",
    snapshot="7",
    lang="ru",
    items=(ITEM,),
    refused=(REFUSAL,),
    same=(PlanSame(row=6, offer="E", warehouse_id="W", now=8),),
    second_consent=(texts.SECOND_ZEROING.filled(count=1),),
    dropped=(PlanDrop(row=4, offer="C", warehouse_id="W", asked=1, now=2),),
    rebase_orders=True,
    seconds=11.0,
)
CHANGES: list[dict[str, Any]] = [
    {"made_at": NOW + timedelta(microseconds=1)},
    {"data_from": NOW},
    {"shop": "124"},
    {"workbook_id": "di"},
    {"workbook": "Ozon2.xlsx"},
    {"snapshot": "8"},
    {"lang": "zh"},
    {"items": ()},
    {"items": (ITEM, ITEM)},
    {"refused": ()},
    {"refused": (REFUSAL.model_copy(update={"why": texts.ROW_MIXED}),)},
    {"same": ()},
    {"second_consent": ()},
    {"dropped": ()},
    {"rebase_orders": False},
    {"seconds": 12.0},
    {"refused": (REFUSAL.model_copy(update={"conflict": Conflict(Mode.FREE, 1, 2, 3)}),)},
    *(
        {"items": (ITEM.model_copy(update={field: value}),)}
        for field, value in {
            "row": 3,
            "offer": "123",
            "warehouse_id": "1020000000123457",
            "name": "",
            "warehouse": "main",
            "mode": Mode.FREE,
            "asked": 2,
            "number": 2,
            "keep_back": 1,
            "cap": 1,
            "decision": Decision.MINE,
            "saw": None,
            "reading": "r2",
            "was": 6,
            "present": 7,
            "want": 1,
            "reserved": 0,
            "ordered": 0,
            "warnings": (),
            "undoes": "run-1",
        }.items()
    ),
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_consent_to_a_plan_is_no_consent_to_another(change: dict[str, Any]) -> None:
    changed = PLAN.model_copy(update=change)
    assert changed.hash != PLAN.hash
    text = PlanFile(book="b", plan=PLAN, hash=PLAN.hash).model_dump_json()
    swapped = text.replace(PLAN.model_dump_json(), changed.model_dump_json())
    assert swapped != text
    with pytest.raises(ValidationError):
        PlanFile.model_validate_json(swapped)


def test_the_changes_above_touch_every_field() -> None:
    assert {name for change in CHANGES for name in change} == set(StockPlan.model_fields) - {"version"}
    touched = set()
    for change in CHANGES:
        for item in change.get("items", ()):
            touched |= {name for name in PlanItem.model_fields if getattr(item, name) != getattr(ITEM, name)}
    assert touched == set(PlanItem.model_fields)


def test_a_plan_survives_the_disk_unchanged() -> None:
    file = PlanFile(book="Книга.xlsx", plan=PLAN, hash=PLAN.hash)
    again = PlanFile.model_validate_json(file.model_dump_json())
    assert again == file
    assert again.plan.hash == PLAN.hash
    assert again.plan.refused[0].why.say("zh") == texts.ROW_TWICE.zh


@pytest.mark.parametrize("spoil", ["version", "extra", "naive"])
def test_a_plan_of_another_shape_is_refused(spoil: str) -> None:
    plan = json.loads(PLAN.model_dump_json())
    plan |= {"version": {"version": 4}, "extra": {"key": "x"}, "naive": {"made_at": "2026-11-23T09:00:00"}}[spoil]
    with pytest.raises(ValidationError):
        StockPlan.model_validate_json(json.dumps(plan))


def test_a_plan_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        PLAN.shop = "9"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        ITEM.want = 9  # type: ignore[misc]


@pytest.mark.parametrize(("seconds", "old"), [(0, False), (3600, False), (3601, True), (86_400, True)])
def test_numbers_older_than_the_rules_allow_are_not_sent(seconds: int, old: bool) -> None:
    plan = PLAN.model_copy(update={"data_from": NOW - timedelta(seconds=seconds)})
    assert too_old(plan, NOW, RULES) is old
