"""What the shop's own past lets expect of the queue. Learnt at most once a day, and kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from ozon_xl.clock import local_offset
from ozon_xl.domain.outlook import Foresight, Model, Waiting, foresee, learn_model
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.schedule import Start
from ozon_xl.domain.statuses import PACKED, UNPACKED
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.figures import START_FIGURES, START_NOTE
from ozon_xl.sheets.rows import Setting, Standing
from ozon_xl.store import Learnt, Store
from ozon_xl.texts import outlook as texts

PAST: Final = timedelta(days=90)
"""What lies further back says little of how the shop works now."""
ANEW_AFTER: Final = timedelta(days=1)
SOON_AFTER: Final = timedelta(hours=1)
"""While there is too little history nearly nothing is to be reckoned, and more of it comes every day."""


def learn_from_past(store: Store, shop: str, now: datetime) -> Model:
    """What the shop's past says, learnt anew where that was long ago. Costs a second or two once a day."""
    learnt = store.learnt(shop)
    if learnt is not None:
        lasts = ANEW_AFTER if learnt.model.forecast else SOON_AFTER
        if timedelta(0) <= now - learnt.at < lasts:
            return learnt.model
    history = store.snapshots.cases(shop, now - PAST)
    model = learn_model(history.cases, local_offset(now), history.each)
    store.keep_learnt(shop, Learnt(model, now))
    return model


def foreseen(queue: Iterable[Standing], model: Model, now: datetime) -> Foresight:
    """What is to be expected of these postings."""
    return foresee([waiting for standing in queue if (waiting := _waiting(standing))], model, now)


def with_outlooks(queue: Iterable[Standing], foresight: Foresight) -> list[Standing]:
    """The same postings, each on which we must act with its outlook."""
    told = foresight.outlooks
    return [one if one.risk.tier is Tier.DONE else one._replace(outlook=told.get(one.posting.number)) for one in queue]


def start_figures(
    starts: Mapping[str, Start], queue: Iterable[Standing], setting: Setting, *, is_told: bool
) -> dict[str, Cell]:
    """The lines of the Today sheet that say what to start by when, the earliest first.

    ``is_told``: the usual hours of some warehouse are known.
    """
    names = {standing.posting.warehouse_id: standing.posting.warehouse for standing in queue}
    first = sorted(starts.items(), key=lambda item: (item[1].at, item[0]))
    figures: dict[str, Cell] = {}
    for cells, (place, start) in zip(START_FIGURES, first, strict=False):
        values = (to_cell(names.get(place) or place), start.postings, to_cell(start.at, date1904=setting.date1904))
        figures |= dict(zip(cells, values, strict=True))
    if not figures:
        figures[START_NOTE] = (texts.NOTHING_TO_START if is_told else texts.HOURS_UNKNOWN).say(setting.lang)
    return figures


def _waiting(standing: Standing) -> Waiting | None:
    """None where nothing waits, or not for a certain time."""
    posting, clocks = standing.posting, standing.clocks
    if clocks.late is None or posting.status not in (*UNPACKED, PACKED):
        return None
    return Waiting(
        number=posting.number,
        warehouse_id=posting.warehouse_id,
        due=clocks.late,
        pack_by=min(clocks.wall or clocks.late, clocks.late),
        packed=posting.status == PACKED,
        startable=standing.risk.tier is not Tier.DONE and not standing.short,
    )
