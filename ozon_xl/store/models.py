"""What was learnt from a shop's past, so that it need not be learnt anew at every refresh."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from ozon_xl.domain.forecast import Forecast
from ozon_xl.domain.outlook import Model
from ozon_xl.domain.pace import Pace
from ozon_xl.domain.schedule import Hours
from ozon_xl.store import schema
from ozon_xl.store.database import upsert_many
from ozon_xl.store.moments import from_us, to_us

_SECOND = timedelta(seconds=1)


class Learnt(NamedTuple):
    """What was learnt, and when."""

    model: Model
    at: datetime


def read_model(connection: Connection, shop: str) -> Learnt | None:
    """None before the first, and where another version of the program has learnt it."""
    table = schema.models.c
    row = connection.execute(select(table.learnt_at, table.json).where(table.shop == shop)).one_or_none()
    if row is None:
        return None
    try:
        return Learnt(_model(json.loads(row.json)), from_us(row.learnt_at))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def keep_model(connection: Connection, shop: str, learnt: Learnt) -> None:
    """In the place of the one before."""
    upsert_many(connection, schema.models, [(shop, to_us(learnt.at), json.dumps(_plain(learnt.model)))])


def _plain(model: Model) -> dict[str, Any]:
    forecast = model.forecast
    return {
        "forecast": forecast and [pace and pace._asdict() for pace in forecast],
        "done": dict(model.done),
        "packing": _plain_hours(model.packing),
        "pickups": _plain_hours(model.pickups),
    }


def _plain_hours(hours: Mapping[str, Hours]) -> dict[str, Any]:
    return {place: [sorted(one.slots), one.rate, one.shift / _SECOND] for place, one in hours.items()}


def _model(plain: Mapping[str, Any]) -> Model:
    forecast = None
    if plain["forecast"]:
        packing, handover = plain["forecast"]
        forecast = Forecast(packing and Pace(**packing), Pace(**handover))
    return Model(forecast, plain["done"], _hours(plain["packing"]), _hours(plain["pickups"]))


def _hours(plain: Mapping[str, Any]) -> dict[str, Hours]:
    return {place: Hours(frozenset(slots), rate, shift * _SECOND) for place, (slots, rate, shift) in plain.items()}
