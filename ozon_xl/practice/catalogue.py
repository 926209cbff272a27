"""Invented goods and warehouses: names as sellers write them, article codes as spreadsheets hate them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from ozon_xl.practice.goods import DeliveryMethod, Product, Warehouse

NASTY_OFFERS = (
    "00123",
    "1E5",
    "12-05",
    "=1+1",
    "+7",
    "-5",
    "@x",
    "MARCH1",
    "_x0041_",
    "Плойка 9мм",
    'Винт "М6"',
    "O'Brien's",
    "红色-38码",
    "A B  C",
    "1020005000219156",
    "000000000000000001",
    "0x1F",
    "1,5",
    "1.50",
    "TRUE",
    "#N/A",
    "2026-11-23",
    "1/2",
    "02105020-35",
    "SK-58 (малиновый)",
    "a&b<c>",
    "100%",
    "～全角",
    "null",
    '=HYPERLINK("http://127.0.0.1/","x")',
)
"""Article codes that a careless spreadsheet turns into numbers, dates, formulas or something else."""

_RU = (
    ("Кроссовки детские", "Плойка для волос", "Чехол силиконовый", "Лампа настольная", "Рюкзак школьный", "Термос"),
    ("из натуральной кожи", "с подсветкой", "для дома и дачи", "водостойкий", "усиленный", "подарочный набор"),
    ("темно-синий", "малиновый", "белый", "графит", "оливковый", "песочный"),
)
_ZH = (
    ("儿童运动鞋", "卷发棒", "手机壳", "蓝牙耳机", "双肩背包", "保温杯", "车载支架"),
    ("加厚款", "便携式", "家用", "防水", "升级版", "礼盒装"),
    ("黑色", "白色", "玫瑰金", "深蓝色", "米色", "军绿色"),
)


def warehouses(now: datetime) -> tuple[Warehouse, ...]:
    """The seller's warehouses: three FBS (one for bulky goods), two realFBS, one archived, one blocked, one paused."""

    def fbs(number: int, name: str, address: str, utc: str, status: str = "created", *, kgt: bool = False) -> Warehouse:
        method = DeliveryMethod(number, f"Доставка Ozon самостоятельно, {name}", 24, "Доставка Ozon", "ozon", "15:00")
        return Warehouse(number, name, address, utc, status, is_rfbs=False, methods=(method,), is_kgt=kgt)

    def rfbs(number: int, name: str, address: str, status: str = "created", *, paused: bool = False) -> Warehouse:
        methods = (
            DeliveryMethod(number + 11, f"{name} · China Post", 138, "China Post", "3pl_tracking", "18:00"),
            DeliveryMethod(number + 23, f"{name} · CEL Standard", 231, "CEL", "aggregator", "20:00"),
            DeliveryMethod(number + 35, f"{name} · 自行配送", 0, "Продавец", "non_integrated", "12:30"),
        )
        paused_at = now - timedelta(days=2) if paused else None
        return Warehouse(number, name, address, "UTC+08:00", status, is_rfbs=True, methods=methods, paused_at=paused_at)

    return (
        fbs(1020005000219156, "Софьино", "Россия, Московская область, Софьино, 1", "UTC+03:00"),
        fbs(1020005003107121, "Ногинск FBS", "Россия, Московская область, Ногинск, 2", "UTC+03:00"),
        fbs(1020005001884209, "Новосибирск КГТ", "Россия, Новосибирск, 3", "UTC+07:00", kgt=True),
        rfbs(1020005004483317, "深圳一号仓", "中国，广东省，深圳市，1"),
        rfbs(1020005005770943, "义乌仓", "中国，浙江省，义乌市，2"),
        fbs(1020005000998471, "Старый склад", "Россия, Тверь, 4", "UTC+03:00", "disabled"),
        rfbs(1020005006152283, "广州仓", "中国，广东省，广州市，3", "blocked"),
        rfbs(1020005007034519, "宁波仓", "中国，浙江省，宁波市，4", "disabled_due_to_limit", paused=True),
    )


def products(rng: Random, number: int, now: datetime) -> Iterator[Product]:
    """``number`` articles, the nasty codes first; every fiftieth or so may not be stocked, a few are bulky."""
    for position in range(number):
        chinese = position % 2 == 1
        what, kind, color = (rng.choice(words) for words in (_ZH if chinese else _RU))
        yield Product(
            id=313_455_276 + position * 7 + rng.randrange(7),
            sku=1_904_686_181 + position * 11 + rng.randrange(11),
            offer=NASTY_OFFERS[position] if position < len(NASTY_OFFERS) else _offer(rng, position),
            name=f"{what}{kind}{color}" if chinese else f"{what} {kind}, {color}",
            color=color,
            price=Decimal(rng.randrange(900, 90_000)) / 100 if chinese else Decimal(rng.randrange(150, 20_000)),
            currency="CNY" if chinese else "RUB",
            weight_g=rng.randrange(40, 3000),
            created_at=now - timedelta(days=rng.randrange(30, 900), seconds=rng.randrange(86_400)),
            is_kgt=position % 61 == 60,
            archived=position % 97 == 96,
            refusal=_refusal(position),
        )


def _offer(rng: Random, position: int) -> str:
    patterns = ("SK-{n:05d}", "{n:06d}", "{n}-{d:02d}", "Арт {n}", "ZH_{n}_{d}", "{n:08d}-{d}")
    return rng.choice(patterns).format(n=position, d=rng.randrange(1, 29))


def _refusal(position: int) -> str:
    if position < len(NASTY_OFFERS):
        return ""
    return {40: "product_is_not_created", 80: "PRODUCT_HAS_NOT_BEEN_TAGGED_YET"}.get(position % 120, "")
