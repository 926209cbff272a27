"""The colours can be told apart and read."""

from itertools import combinations

import pytest

from ozon_xl.builder.styles import EDITED, FRESH, HEADING, INK, MUTED, NO_DATA, OLD, TIERS, YOURS, YOURS_CELL, TierStyle
from ozon_xl.domain.risk import Tier

WHITE = "#FFFFFF"
PAIRS = {
    **{tier.name: (style.font, style.fill or WHITE) for tier, style in TIERS.items()},
    **{name: (style.font, style.fill or WHITE) for name, style in (("fresh", FRESH), ("old", OLD), ("none", NO_DATA))},
    "edited": (EDITED.font, EDITED.fill or WHITE),
    "heading": (WHITE, HEADING),
    "your heading": (INK, YOURS),
    "your cell": (INK, YOURS_CELL),
    "hint": (MUTED, WHITE),
}
FILLED = [tier for tier in Tier if TIERS[tier].fill]


def channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_tier_has_a_look() -> None:
    assert set(TIERS) == set(Tier)


@pytest.mark.parametrize(("font", "fill"), list(PAIRS.values()), ids=list(PAIRS))
def test_texts_stand_out_from_their_ground(font: str, fill: str) -> None:
    assert contrast(font, fill) >= (3.9 if fill == WHITE else 4.5)


@pytest.mark.parametrize(("one", "other"), list(combinations(FILLED, 2)))
def test_fills_of_tiers_differ_visibly(one: Tier, other: Tier) -> None:
    apart = zip(channels(TIERS[one].fill or WHITE), channels(TIERS[other].fill or WHITE), strict=True)
    assert sum(abs(a - b) for a, b in apart) > 0.2


def test_nothing_to_do_is_quiet_and_missed_is_loud() -> None:
    assert TIERS[Tier.CALM] == TierStyle(None, INK)
    assert TIERS[Tier.DONE].fill is None
    assert TIERS[Tier.MISSED].bold
    assert TIERS[Tier.MISSED].font == WHITE
