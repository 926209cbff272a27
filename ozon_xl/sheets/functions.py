"""The worksheet functions: names, arguments and help, declared once for Excel's add-in, LibreOffice's and Python."""

from dataclasses import dataclass

from ozon_xl.sheets.orders import ORDERS
from ozon_xl.sheets.stock import STOCK
from ozon_xl.texts import Words
from ozon_xl.texts import functions as texts


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument. Ranges are taken whole; an argument of one cell serves every cell of the others."""

    name: str
    help: Words
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A worksheet function: answers a cell for each cell it is asked about, or a table with headings."""

    name: str
    help: Words
    parameters: tuple[Parameter, ...] = ()


_SHOP = Parameter("shop", texts.ARG_SHOP, optional=True)
_POSTING = Parameter("posting", texts.ARG_POSTING)

POSTING = Function(
    "OZON_POSTING",
    texts.POSTING,
    (Parameter("number", texts.ARG_POSTING), Parameter("field", texts.ARG_FIELD), _SHOP),
)
STOCK_OF = Function(
    "OZON_STOCK",
    texts.STOCK,
    (
        Parameter("offer", texts.ARG_OFFER),
        Parameter("warehouse", texts.ARG_WAREHOUSE),
        Parameter("field", texts.ARG_STOCK_FIELD, optional=True),
        _SHOP,
    ),
)
DUE = Function("OZON_DUE", texts.DUE, (Parameter("hours", texts.ARG_HOURS), _SHOP))
AT_RISK = Function("OZON_ATRISK", texts.AT_RISK, (_SHOP,))
SHORT = Function("OZON_SHORT", texts.SHORT, (Parameter("offer", texts.ARG_OFFER), _SHOP))
AGE = Function("OZON_AGE", texts.AGE, (_SHOP,))
COUNTDOWN = Function("OZON_COUNTDOWN", texts.COUNTDOWN, (_POSTING, _SHOP))
RISK = Function("OZON_RISK", texts.RISK, (_POSTING, _SHOP))

FUNCTIONS = (POSTING, STOCK_OF, DUE, AT_RISK, SHORT, AGE, COUNTDOWN, RISK)

POSTING_FIELDS = tuple(column.attr for column in ORDERS.ours)
"""What OZON_POSTING tells: each column just as the Orders sheet shows it, so a moment is in UTC where the heading says
so, and ``due_local`` is in the time zone of this computer."""
STOCK_FIELDS = tuple(
    column.attr for column in STOCK.ours if not column.hidden and column.attr not in {"result", "result_at"}
)
"""What OZON_STOCK tells; the results of writes, and what edits are typed on, belong to the sheet."""
TABLE_COLUMNS = ("posting", "tier", "countdown", "reason", "todo", "due_local", "goods", "warehouse")
"""Of the Orders sheet, in the tables that OZON_DUE and OZON_ATRISK give."""
