"""Anything that Ozon may say."""

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from ozon_xl.domain.postings import Line, Money, Posting, TariffStep
from ozon_xl.domain.stock import StockLevel, Warehouse

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
"""As JSON can bring it; PostgreSQL knows no NUL."""
moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
_money = st.builds(Money, st.decimals(allow_nan=False, allow_infinity=False), texts)
_lines = st.builds(Line, texts, texts, texts, st.integers(), st.none() | _money)
_steps = st.builds(TariffStep, moments, texts, st.none() | _money)
_moment = st.none() | moments
postings = st.builds(
    Posting,
    *[texts] * 11,
    *[_moment] * 4,
    st.lists(_steps, max_size=3).map(tuple),
    st.lists(texts, max_size=3).map(tuple),
    st.lists(_lines, max_size=3).map(tuple),
)
_pieces = st.integers(-(2**62), 2**62)
levels = st.builds(StockLevel, texts, texts, texts, texts, _pieces, _pieces, _pieces, _moment)
warehouses = st.builds(Warehouse, texts, texts, texts, st.booleans(), texts)
