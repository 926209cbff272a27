"""The formulas outside the tables, as text without the leading ``=``.

They use only functions that Excel since 2010 and LibreOffice share, refer to whole columns of a table
(``tblOrders[danger]``), and make every text from numbers, because the date codes of ``TEXT`` differ by country.
"""

from ozon_xl.domain.risk import TIER_STEP, Tier
from ozon_xl.domain.statuses import status_text
from ozon_xl.sheets import ORDERS, STOCK, Table
from ozon_xl.sheets.columns import joined, quoted
from ozon_xl.sheets.figures import CHOICES
from ozon_xl.sheets.names import RuleCell
from ozon_xl.sheets.orders import PINNED
from ozon_xl.sheets.zone import offset_at
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import choices as choice_texts
from ozon_xl.texts import outlook as outlook_texts
from ozon_xl.texts import standing as standing_texts
from ozon_xl.texts import workbook as texts

_AGE = "INT((NowUtc-RefreshedAt)*1440+0.00001)"
"""Whole minutes; a day number's last digits must not cost one."""

IS_EMPTY = "N(RefreshedAt)=0"
IS_FRESH = f"IFERROR(AND({_AGE}>=-5,{_AGE}<=StaleMinutes),FALSE)"
"""Five minutes' grace: clocks of two computers differ."""
IS_OLD = f"AND(N(RefreshedAt)>0,{IS_FRESH}=FALSE)"
RULE_CHECKS = "RuleChecks"
"""The name of the cells of the Rules sheet that say what is wrong with a rule."""
HAS_FAILED = "N(FailedAt)>0"
"""The last refresh, that is: the next good one empties the cell."""


def _anew(formula: str) -> str:
    """Computed whenever the file is opened, for what is not about time itself.

    LibreOffice otherwise shows the result it saved last, although a refresh has since changed the cells behind it.
    """
    return f'IF(NOW()>0,{formula},"")'


def column(table: Table, attr: str, lang: Lang) -> str:
    """A whole column of a table."""
    return f"{table.name}[{table.by_attr[attr].heading.say(lang)}]"


def _span_text(span: str, lang: Lang) -> str:
    """Whole minutes in words."""
    minutes, hours, days = (
        joined(words, lang, m=f"MOD({span},60)", h=hours, d=f"INT({span}/1440)")
        for words, hours in (
            (texts.AGE_MINUTES, ""),
            (texts.AGE_HOURS, f"INT({span}/60)"),
            (texts.AGE_DAYS, f"INT(MOD({span},1440)/60)"),
        )
    )
    return f"IF({span}<60,{minutes},IF({span}<1440,{hours},{days}))"


def _time_text(moment: str) -> str:
    minutes = f"MOD(INT({moment}*1440+0.00001),1440)"
    return f'RIGHT("0"&INT({minutes}/60),2)&":"&RIGHT("0"&MOD({minutes},60),2)'


def banner(lang: Lang) -> str:
    """How old the data is, in words, and of what the last refresh failed."""
    failed = joined(texts.FAILED, lang, at=_local_text("FailedAt", lang), what="FailedWhat")
    return f'{_age_banner(lang)}&IF({HAS_FAILED},IFERROR({failed},""),"")'


def _age_banner(lang: Lang) -> str:
    marks = {"at": _time_text("(RefreshedAt+UtcOffset/24)"), "age": _span_text(_AGE, lang)}
    return (
        f"IF(ISERROR(NowUtc+StaleMinutes),{quoted(texts.BAD_SETTING.say(lang))},"
        f"IF({IS_EMPTY},{quoted(texts.NO_DATA.say(lang))},"
        f"IF({_AGE}<-5,{quoted(texts.WRONG_CLOCK.say(lang))},"
        f"IF({IS_FRESH},{joined(texts.FRESH, lang, **marks)},{joined(texts.OLD, lang, **marks)}))))"
    )


def banner_and_message(lang: Lang) -> str:
    """The banner and, behind it, the last message."""
    return f'{banner(lang)}&IF(Status="","","   |   "&Status)'


def shop_name(lang: Lang) -> str:
    """The shop's name, else its Client-Id, else a stand-in."""
    return _anew(f'IF(ShopName<>"",ShopName,IF(Shop<>"",Shop,{quoted(texts.NO_SHOP.say(lang))}))')


def message() -> str:
    """What the last run said."""
    return _anew('IF(Status="","",Status)')


def link(title: Words, sheet: Words, lang: Lang, chosen_cell: str = "") -> str:
    """A title that leads to a sheet, with what the user chose (``chosen_cell``) behind it."""
    target = quoted(f"#'{sheet.say(lang)}'!A1")
    if not chosen_cell:
        return f"HYPERLINK({target},{quoted(title.say(lang) + '  →')})"
    only = joined(choice_texts.ONLY, lang, chosen=f"LEFT({chosen_cell},{_MOST_CHOSEN})")
    return f'HYPERLINK({target},{quoted(title.say(lang))}&IF({chosen_cell}="","",{only})&"  →")'


_MOST_CHOSEN = 120
"""Characters of what was chosen, in a title: that of a link must not have more than 255."""


def option(options: str, place: int) -> str:
    """The value on one line of the cell ``options``; empty where there are fewer."""
    lines = f"CHAR(10)&{options}&CHAR(10)"
    start, end = (f"FIND(CHAR(9),SUBSTITUTE({lines},CHAR(10),CHAR(9),{place + more}))" for more in (0, 1))
    return _anew(f'IFERROR(MID({lines},{start}+1,{end}-{start}-1),"")')


def offered(area: str) -> str:
    """Those cells of an area, from its first one on, that hold a value; for a list to choose from."""
    return f"OFFSET({area},0,0,MAX(1,SUMPRODUCT(--(LEN({area})>0))),1)"


def chosen() -> str:
    """What the user chose, in one line; empty for nothing."""
    parts = "&".join(f'IF({choice.cell}="",""," · "&{choice.cell})' for choice in CHOICES)
    return f"MID({parts},4,999)"


def listed_count(lang: Lang) -> str:
    """How many orders Today is to list."""
    return f"COUNT({column(ORDERS, 'listed', lang)})"


def listing(chosen_cell: str, count_cell: str, lang: Lang) -> str:
    """Whether some orders are not listed, or all of them."""
    count = f"COUNT({column(ORDERS, 'urgency', lang)})"
    units = f"SUMIF({column(ORDERS, 'listed', lang)},{_IS_LISTED},{column(ORDERS, 'units', lang)})"
    some = joined(choice_texts.SOME, lang, n=count_cell, all=count, units=units)
    none = joined(choice_texts.NONE, lang, all=count)
    everything = quoted(choice_texts.EVERYTHING.say(lang))
    return f'IF({chosen_cell}="",{everything},IF({count_cell}=0,{none},{some}))'


def unlisted(lang: Lang) -> str:
    """How many orders that cannot wait are not listed; empty for none."""
    danger, listed = column(ORDERS, "danger", lang), column(ORDERS, "listed", lang)
    late, critical = (
        f"(COUNTIF({danger},{tier:d})-COUNTIFS({danger},{tier:d},{listed},{_IS_LISTED}))"
        for tier in (Tier.MISSED, Tier.CRITICAL)
    )
    return f'IF({late}+{critical}=0,"",{joined(choice_texts.UNLISTED, lang, late=late, critical=critical)})'


_IS_LISTED = quoted(f">{-PINNED}")
"""A condition that every number of the column ``listed`` fulfils, and no text."""


def slot_at(after: str, lang: Lang) -> str:
    """An array formula: the first ship-by time after a moment among the orders listed that wait for us; 0 for none.

    ``after`` is 0 where there is none before, either.
    """
    ship_by = column(ORDERS, "ship_by", lang)
    return f"IF({after}=0,0,MIN(IF({_waits(lang)}*({ship_by}>{after}),{ship_by})))"


def slot_end(moment_cell: str) -> str:
    """The last moment that reads the same as this one; 0 stays 0."""
    return f"IF({moment_cell}=0,0,(INT({moment_cell}*1440+0.00001)+1)/1440-0.000001)"


def slot_row(moment_cell: str, lang: Lang) -> str:
    """Where in the Orders table an order of that time stands; empty where there is none."""
    return f'IF({moment_cell}=0,"",MATCH({moment_cell},{column(ORDERS, "ship_by", lang)},0))'


def slot_sum(slot_cell: str, attr: str, lang: Lang) -> str:
    """The sum of a column over the orders of a slot; with an empty ``attr`` their number. Empty where it is 0."""
    summed = f",{column(ORDERS, attr, lang)}" if attr else ""
    return f'IF({slot_cell}="","",SUMPRODUCT({_waits(lang)}*({column(ORDERS, "pickup", lang)}={slot_cell}){summed}))'


def slot_minutes(slot_cell: str, lang: Lang) -> str:
    """Minutes of packing of a slot; at least so many where the pace of some order to be packed is not known."""
    packed = f"({column(ORDERS, 'status', lang)}<>{quoted(status_text('awaiting_packaging', lang))})"
    of_slot = f"{_waits(lang)}*({column(ORDERS, 'pickup', lang)}={slot_cell})"
    unknown = f'SUMPRODUCT({of_slot}*(1-{packed})*({column(ORDERS, "takes", lang)}=""))'
    known = slot_sum(slot_cell, "takes", lang)
    return f'IF({slot_cell}="","",IF({unknown}=0,{known},IF({known}=0,"","≥ "&ROUND({known},0))))'


def slot_start(slot_cell: str, lang: Lang) -> str:
    """An array formula: when packing for a slot must begin; 0 where that is not known."""
    start, slot = column(ORDERS, "start_at", lang), column(ORDERS, "pickup", lang)
    return f'IF({slot_cell}="",0,MIN(IF({_waits(lang)}*({slot}={slot_cell})*({start}>0),{start})))'


def local_moment(moment_cell: str) -> str:
    """A moment in local time; empty where there is none (0)."""
    return f'IF(N({moment_cell})=0,"",{moment_cell}+{offset_at(moment_cell)}/24)'


def slot_means(moment_cell: str, chosen_cell: str, lang: Lang, *, otherwise: Words | None = None) -> str:
    """How far away a slot is; ``otherwise`` stands where there is none."""
    minutes = f"INT(({moment_cell}-NowUtc)*1440+0.00001)"
    ahead = joined(choice_texts.SLOT, lang, t=_local_text(moment_cell, lang), left=_span_text(minutes, lang))
    return f"IF({moment_cell}=0,{_none(otherwise, chosen_cell, lang)},{ahead})"


def _waits(lang: Lang) -> str:
    """For each order 1 where it is listed and waits for us, else 0."""
    return f'ISNUMBER({column(ORDERS, "listed", lang)})*({column(ORDERS, "todo", lang)}<>"")'


def edits(lang: Lang) -> str:
    """How many stock edits wait, and how many rules want to be looked at."""
    count, rules = f"COUNTA({column(STOCK, 'new_free', lang)})", f'COUNTIF({RULE_CHECKS},"?*")'
    waiting = f"IF({count}=0,{quoted(texts.NO_EDITS.say(lang))},{joined(texts.EDITS, lang, n=count)})"
    return _anew(f'{waiting}&IF({rules}=0,"",{joined(texts.RULES_TO_CHECK, lang, n=rules)})')


def meaning(tier: Tier, lang: Lang) -> str:
    """What a tier means, with the thresholds of the Rules sheet."""
    words, hours = {
        Tier.MISSED: (texts.MEANING_MISSED, ""),
        Tier.CRITICAL: (texts.MEANING_CRITICAL, "CriticalHours"),
        Tier.URGENT: (texts.MEANING_URGENT, "UrgentHours"),
        Tier.SHORT: (texts.MEANING_SHORT, ""),
        Tier.UNDATED: (texts.MEANING_UNDATED, ""),
        Tier.SOON: (texts.MEANING_SOONER_OR_DEARER, "SoonHours"),
        Tier.WATCH: (texts.MEANING_SOONER_OR_DEARER, "WatchHours"),
        Tier.CALM: (texts.MEANING_CALM, "WatchHours"),
        Tier.DONE: (texts.MEANING_DONE, ""),
    }[tier]
    return joined(words, lang, h=hours)


def tier_count(tier: Tier, lang: Lang) -> str:
    """Orders of a tier."""
    return f"COUNTIF({column(ORDERS, 'danger', lang)},{tier:d})"


def tier_units(tier: Tier, lang: Lang) -> str:
    """Pieces in the orders of a tier."""
    return f"SUMIF({column(ORDERS, 'danger', lang)},{tier:d},{column(ORDERS, 'units', lang)})"


def currency(before: tuple[str, ...], lang: Lang) -> str:
    """An array formula: the first currency of the Orders sheet that is in none of the cells ``before``."""
    cells = column(ORDERS, "currency", lang)
    other = "".join(f"*({cells}<>{cell})" for cell in before)
    return _anew(f'IFERROR(INDEX({cells},MATCH(1,({cells}<>""){other},0))&"","")')


def tier_amount(tier: Tier, currency_cell: str, lang: Lang) -> str:
    """Goods price of a tier in one currency."""
    amount, danger, of = (column(ORDERS, attr, lang) for attr in ("amount", "danger", "currency"))
    return f'IF({currency_cell}="",0,SUMIFS({amount},{danger},{tier:d},{of},{currency_cell}))'


def tier_rest(tier: Tier, amount_cells: tuple[str, ...], lang: Lang) -> str:
    """Goods price of a tier in yet other currencies: only whether it is 0 means anything."""
    amount, danger = column(ORDERS, "amount", lang), column(ORDERS, "danger", lang)
    return f"ROUND(SUMIF({danger},{tier:d},{amount})-{'-'.join(amount_cells)},2)"


def grouped(amount: str) -> str:
    """A whole amount, grouped as ``money_text`` groups it: FIXED takes the mark of the country."""
    whole, gap = f"ROUND({amount},0)", quoted("\u00a0")

    def three(number: str) -> str:
        return f'{gap}&RIGHT("00"&MOD({number},1000),3)'

    thousands, millions = (f"INT({whole}/{unit})" for unit in (1000, 1_000_000))
    large = f"{millions}&{three(thousands)}&{three(whole)}"
    return f'IF({whole}<1000,{whole}&"",IF({whole}<1000000,{thousands}&{three(whole)},{large}))'


def amounts_text(amount_cells: tuple[str, ...], currency_cells: tuple[str, ...], rest_cell: str) -> str:
    """``120 500 RUB + 3 200 CNY``: amounts in different currencies are never added up."""
    pieces = "&".join(
        f'IF({amount}=0,""," + "&{grouped(amount)}&" "&{of})'
        for amount, of in zip(amount_cells, currency_cells, strict=True)
    )
    return f'MID({pieces}&IF({rest_cell}=0,""," + ..."),4,99)'


def pinned_count(lang: Lang) -> str:
    """Orders listed that the staff wants first: they lead the queue."""
    return f'COUNTIF({column(ORDERS, "listed", lang)},">={PINNED - TIER_STEP}")'


def late_count(lang: Lang) -> str:
    """Orders listed that are late already and are not pinned: they come next in the queue."""
    listed = column(ORDERS, "listed", lang)
    return f'COUNTIFS({column(ORDERS, "danger", lang)},{Tier.MISSED:d},{listed},"<{PINNED - TIER_STEP}")'


def late_key(rank: int, pinned_cell: str, late_cell: str, lang: Lang) -> str:
    """The urgency of the order at this place among those that are late already; empty where there are fewer."""
    return f'IF({late_cell}<{rank},"",{_ranked(f"{pinned_cell}+{rank}", lang)})'


def due_key(rank: int, pinned_cell: str, late_cell: str, lang: Lang) -> str:
    """The urgency of the order at this place of the queue without those that are late already."""
    return _ranked(f"{rank}+IF({pinned_cell}<{rank},{late_cell},0)", lang)


def _ranked(place: str, lang: Lang) -> str:
    """The urgency at a place of the queue; empty where there are fewer to do."""
    largest = f"LARGE({column(ORDERS, 'listed', lang)},{place})"
    return f'IFERROR(IF({largest}>0,{largest},""),"")'


def due_row(key_cell: str, lang: Lang) -> str:
    """Where in the Orders table that order stands."""
    return f'IF({key_cell}="","",MATCH({key_cell},{column(ORDERS, "listed", lang)},0))'


_ROW_SHARE = 10_000_000
"""Keys are made unique by the row's number as a fraction: more than the rows of a sheet."""


def short_key(rank: int, lang: Lang) -> str:
    """An array formula: pieces short at this place of the list less the row's number as a fraction; 0 for none."""
    short = column(STOCK, "short", lang)
    unique = f"IF(ISNUMBER({short}),IF({short}>0,{short}-ROW({short})/{_ROW_SHARE},0),0)"
    return _anew(f"IFERROR(LARGE({unique},{rank}),0)")


def short_row(key_cell: str, lang: Lang) -> str:
    """Where in the Stock table that row stands; empty where there is none."""
    row = f"ROUND((ROUNDUP({key_cell},0)-{key_cell})*{_ROW_SHARE},0)"
    return f'IF({key_cell}=0,"",{row}-ROW(INDEX({column(STOCK, "short", lang)},1))+1)'


def found(
    table: Table, attr: str, row_cell: str, lang: Lang, *, otherwise: Words | None = None, chosen_cell: str = ""
) -> str:
    """The cell of a column in the row of the table that ``row_cell`` holds; empty where it is empty.

    ``otherwise`` stands where there is no row, unless there is no data at all; where the user chose some orders
    (``chosen_cell``), that none of these is meant.
    """
    cell = f"INDEX({column(table, attr, lang)},{row_cell})"
    return f'IF({row_cell}="",{_none(otherwise, chosen_cell, lang)},IF({cell}="","",{cell}))'


def _none(otherwise: Words | None, chosen_cell: str, lang: Lang) -> str:
    if otherwise is None:
        return '""'
    none = quoted(otherwise.say(lang))
    if chosen_cell:
        none = f'IF({chosen_cell}="",{none},{quoted(choice_texts.NONE_OF_THESE.say(lang))})'
    return f'IF({IS_EMPTY},"",{none})'


def rule_check(rule: RuleCell, date_cell: str, lang: Lang) -> str:
    """A warning at a value that does not count, and once a rule was checked more than a year ago."""
    unused = texts.UNUSED_RULE.say(lang, least=f"{rule.least:g}", most=f"{rule.most:.0f}", value=f"{rule.initial:g}")
    counts = f"ISNUMBER({rule.name}),{rule.name}>={rule.least:g},{rule.name}<={rule.most:.0f}"
    old = f'IF(NowUtc-{date_cell}>365,{quoted(texts.OLD_RULE.say(lang))},"")'
    return f"IF(IFERROR(AND({counts}),FALSE),{old},{quoted(unused)})"


def index_now(lang: Lang) -> str:
    """Of what the index is made, or why Ozon does not tell it."""
    known = joined(standing_texts.NOW_MEANS, lang, e="IndexErrors", n="IndexCreated", d="IndexDays")
    trouble = joined(standing_texts.UNKNOWN, lang, why="IndexTrouble")
    return _anew(f'IF(IndexTrouble<>"",{trouble},{_if_known(known)})')


def index_zone(lang: Lang) -> str:
    """What the zone means."""
    edges = '&"; "&'.join(f"ROUND(100*{zone}Zone,2)" for zone in ("First", "Second", "Third", "Fourth"))
    dear = joined(standing_texts.DEAR_ZONE, lang, z="IndexZone", edges=edges)
    return _anew(_if_known(f"IF(IndexZone=0,{quoted(standing_texts.FREE_ZONE.say(lang))},{dear})"))


def index_allowed(lang: Lang) -> str:
    """What the number of errors that are left means."""
    last, allowed = (quoted(words.say(lang)) for words in (standing_texts.LAST_ZONE, standing_texts.ALLOWED_MEANS))
    return _anew(_if_known(f'IF(IndexAllowed="",{last},{allowed})'))


def index_red(lang: Lang) -> str:
    """What the red orders would do to the index."""
    would = joined(standing_texts.RED_MEANS, lang, p="FIXED(IndexIfFailed,2)", z="IndexZoneIfFailed")
    return _anew(_if_known(f"IF(IndexRed=0,{quoted(standing_texts.NO_RED.say(lang))},{would})"))


def index_leaving(lang: Lang) -> str:
    """When the oldest errors leave."""
    return _anew(_if_known(_leaving("IndexLeavesAt", lang)))


def _leaving(at: str, lang: Lang) -> str:
    day, month = (f'RIGHT("0"&{part}({at}),2)' for part in ("DAY", "MONTH"))
    on = joined(standing_texts.LEAVING_MEANS, lang, y=f"YEAR({at})", m=month, d=day)
    return f'IF({at}="",{quoted(standing_texts.NONE_LEAVING.say(lang))},{on})'


def on_time_now(lang: Lang) -> str:
    """How many were late, or why Ozon does not tell the share."""
    marks = {"e": "OnTimeLate", "n": "OnTimeOrders", "d": "OnTimeDays", "z": _on_time_zone("OnTimeZone", lang)}
    known = joined(standing_texts.ON_TIME_MEANS, lang, **marks)
    trouble = joined(standing_texts.UNKNOWN, lang, why="OnTimeTrouble")
    return _anew(f'IF(OnTimeTrouble<>"",{trouble},{_if_told(known)})')


def on_time_allowed(lang: Lang) -> str:
    """How many late orders are left until what."""
    next_ = _on_time_zone("OnTimeNext", lang)
    allowed = joined(standing_texts.LATE_ALLOWED_MEANS, lang, t="ROUND(OnTimeEdge,2)", z=next_)
    return _anew(_if_told(f'IF(OnTimeAllowed="",{quoted(standing_texts.LATE_LAST.say(lang))},{allowed})'))


def on_time_red(lang: Lang) -> str:
    """What the red orders would do to the share."""
    zone = _on_time_zone("OnTimeZoneIfFailed", lang)
    would = joined(standing_texts.LATE_RED_MEANS, lang, p="FIXED(OnTimeIfFailed,2)", z=zone)
    return _anew(_if_told(f"IF(OnTimeRed=0,{quoted(standing_texts.NO_LATE_RED.say(lang))},{would})"))


def on_time_leaving(lang: Lang) -> str:
    """When the oldest late orders leave."""
    return _anew(_if_told(_leaving("OnTimeLeavesAt", lang)))


def _on_time_zone(zone: str, lang: Lang) -> str:
    return f"CHOOSE({zone}+1,{','.join(quoted(words.say(lang)) for words in standing_texts.ON_TIME_ZONES)})"


def index_ratings(lang: Lang) -> str:
    """The ratings that ask for attention."""
    return _anew(_if_known(f'IF(IndexRatings="",{quoted(standing_texts.RATINGS_FINE.say(lang))},IndexRatings)'))


def at_risk(lang: Lang) -> str:
    """Which money is at high risk, with the threshold of the Rules sheet."""
    return joined(standing_texts.AT_RISK_MEANS, lang, p="ROUND(100*SureShare,0)")


def start_line(place: str, orders: str, at: str, lang: Lang, *, note: str = "") -> str:
    """What to start by when; arguments are names of cells. ``note`` says why there is no such line."""
    marks = {"n": orders, "t": _local_text(at, lang)}
    late, ahead = joined(outlook_texts.START_NOW, lang, **marks), joined(outlook_texts.START, lang, **marks)
    none = f'IF({note}="","",{note})' if note else '""'
    return f'IF({place}="",{none},IF({at}<=NowUtc,{late},{ahead}))'


def _local_text(moment: str, lang: Lang) -> str:
    """A moment in local time, with the date where it is not today's."""
    shown, now = (f"({at}+{offset_at(at)}/24)" for at in (moment, "NowUtc"))
    day, month = (f'RIGHT("0"&{part}{shown},2)' for part in ("DAY", "MONTH"))
    date = f'IF(INT({shown})=INT{now},"",{joined(texts.DAY_MONTH, lang, d=day, m=month)}&" ")'
    return f"{date}&{_time_text(shown)}"


def _if_known(formula: str) -> str:
    return f'IF(IndexNow="","",{formula})'


def _if_told(formula: str) -> str:
    return f'IF(OnTimeNow="","",{formula})'
