"""What a status asks of the seller. A status that nobody knows is never dropped and never taken for done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.statuses import ACTING, GONE, RESERVING, WAITING, is_open, status_text, todo_of
from ozon_xl.texts import LANGS, Words
from ozon_xl.texts import postings as texts

from .make import posting


def test_every_known_status_has_one_place_and_a_name() -> None:
    known = [*WAITING, *ACTING, *GONE]
    assert len(known) == len(set(known))
    assert set(known) == set(texts.STATUSES)
    assert set(RESERVING) <= {*WAITING, *ACTING}


@pytest.mark.parametrize(
    ("status", "todo"),
    [
        ("awaiting_approve", texts.TODO_CONFIRM),
        ("awaiting_packaging", texts.TODO_PACK),
        ("awaiting_deliver", texts.TODO_HAND_OVER),
        ("not_accepted", texts.TODO_NOT_ACCEPTED),
        ("arbitration", texts.TODO_DISPUTE),
        ("client_arbitration", texts.TODO_DISPUTE),
        ("awaiting_registration", None),
        ("acceptance_in_progress", None),
        ("awaiting_verification", None),
        ("delivering", None),
        ("delivered", None),
        ("cancelled", None),
        ("", texts.TODO_LOOK),
        ("posted_to_the_moon", texts.TODO_LOOK),
    ],
)
def test_next_step(status: str, todo: Words | None) -> None:
    assert todo_of(posting(status=status)) == todo


@pytest.mark.parametrize(
    ("status", "actions", "todo"),
    [
        ("awaiting_packaging", ("cancel", "ship"), texts.TODO_PACK),
        ("awaiting_packaging", ("pack",), texts.TODO_PACK),
        ("awaiting_packaging", ("cancel",), texts.TODO_NOT_PACKABLE),
        ("awaiting_packaging", ("ship_async_in_process",), texts.TODO_BEING_PACKED),
        ("awaiting_deliver", ("label_download",), texts.TODO_HAND_OVER),
        ("awaiting_deliver", ("non_int_delivering", "set_track_number"), texts.TODO_TRACK),
    ],
)
def test_the_next_step_is_one_that_ozon_allows(status: str, actions: tuple[str, ...], todo: Words) -> None:
    assert todo_of(posting(status=status, actions=actions)) == todo


def test_a_tracking_number_that_is_there_is_not_asked_for() -> None:
    own = posting(status="awaiting_deliver", actions=("non_int_delivering", "set_track_number"), tracking="RU1")
    assert todo_of(own) == texts.TODO_SEND_OFF


def test_failed_packing_is_packed_again_but_not_once_the_posting_has_gone() -> None:
    assert todo_of(posting(status="awaiting_packaging", substatus="ship_failed")) == texts.TODO_PACK_AGAIN
    assert todo_of(posting(status="cancelled", substatus="ship_failed")) is None


@given(st.text())
def test_an_unknown_status_is_open_asks_for_a_look_and_stands_as_it_is(status: str) -> None:
    if status not in texts.STATUSES:
        strange = posting(status=status)
        assert is_open(strange)
        assert todo_of(strange) == texts.TODO_LOOK
        assert [status_text(status, lang) for lang in LANGS] == [status] * 3


def test_whoever_must_act_is_in_the_queue() -> None:
    for status in (*WAITING, *ACTING, *GONE):
        assert is_open(posting(status=status)) == (status not in GONE)
        assert (todo_of(posting(status=status)) is not None) == (status in ACTING)
