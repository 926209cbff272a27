"""The tables. A change here needs a step in ``ozon_xl.store.migrations``.

Moments are whole microseconds since 1970 (``ozon_xl.store.moments``). Nothing of a buyer and no key has a column.
"""

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
)

METADATA = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only in a plain INTEGER


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _moment(name: str) -> Column[int]:
    return Column(name, BigInteger)


def _append_only(table: Table) -> None:
    """Have the database itself refuse to change or delete what the table holds."""
    refuse = (
        "CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0} BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "CREATE TRIGGER {0}_no_delete BEFORE DELETE ON {0} BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    )
    refuse_on_server = (
        """CREATE OR REPLACE FUNCTION ozon_xl_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'append-only'; END $$""",
        """CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {0}
        EXECUTE FUNCTION ozon_xl_append_only()""",
    )
    for dialect, statements in (("sqlite", refuse), ("postgresql", refuse_on_server)):
        for statement in statements:
            ddl = DDL(statement.format(table.name))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


meta = Table(
    "meta",
    METADATA,
    Column("name", Text, primary_key=True),
    _text("value"),
)
SCHEMA_VERSION = "schema"
"""The row of ``meta`` with the version of these tables."""
JOURNAL_HEAD = "journal"
"""The row of ``meta`` with number and hash of the journal's last entry: without it, a lost end would not show."""

snapshots = Table(
    "snapshots",
    METADATA,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    _text("shop"),
    Column("taken_at", BigInteger, nullable=False),
    Column("postings", Integer, nullable=False),
    Column("stock", Integer, nullable=False),
    Column("clock_error", BigInteger),
    Column("whole", Boolean, nullable=False),
    Index("snapshots_of_shop", "shop", "id"),
)
"""``whole``: everything was read, not only what had changed."""

postings = Table(
    "postings",
    METADATA,
    Column("shop", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    _text("order_number"),
    _text("status"),
    _text("substatus"),
    _text("scheme"),
    _text("flow"),
    _text("warehouse_id"),
    _text("warehouse"),
    _text("method"),
    _text("carrier"),
    _text("tracking"),
    _moment("ordered_at"),
    _moment("ship_by"),
    _moment("late_from"),
    _moment("handed_over_at"),
    _text("tariff_steps"),
    _text("actions"),
    _text("lines"),
    Column("fingerprint", BigInteger, nullable=False),
    Column("first_snapshot", _NUMBER, ForeignKey("snapshots.id"), nullable=False),
    Column("left_snapshot", _NUMBER, ForeignKey("snapshots.id")),
    Index("postings_open", "shop", "left_snapshot"),
)
"""The latest state of every posting ever seen. ``tariff_steps``, ``actions`` and ``lines`` are JSON.

``left_snapshot`` is the one in which the posting was no longer open; null while it is open, so that an open posting
was last seen in the shop's last snapshot and an unchanged refresh writes no row.
"""

posting_events = Table(
    "posting_events",
    METADATA,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    _text("shop"),
    _text("number"),
    Column("snapshot", _NUMBER, ForeignKey("snapshots.id"), nullable=False),
    _text("status"),
    _text("substatus"),
    _moment("ship_by"),
    _moment("late_from"),
    Index("posting_events_of_posting", "shop", "number"),
    Index("posting_events_of_snapshot", "snapshot"),
)
"""The timeline: one row each time one of these four changed."""

stock = Table(
    "stock",
    METADATA,
    Column("shop", Text, primary_key=True),
    Column("offer", Text, primary_key=True),
    Column("warehouse_id", Text, primary_key=True),
    _text("sku"),
    _text("product_id"),
    Column("present", BigInteger, nullable=False),
    Column("reserved", BigInteger, nullable=False),
    Column("free", BigInteger, nullable=False),
    _moment("changed_at"),
)
"""The levels of the shop's last snapshot."""

stock_events = Table(
    "stock_events",
    METADATA,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    _text("shop"),
    _text("offer"),
    _text("warehouse_id"),
    Column("snapshot", _NUMBER, ForeignKey("snapshots.id"), nullable=False),
    Column("present", BigInteger),
    Column("reserved", BigInteger),
    Column("free", BigInteger),
    Index("stock_events_of_pair", "shop", "offer", "warehouse_id"),
    Index("stock_events_of_snapshot", "snapshot"),
)
"""One row each time a pair's numbers changed; nulls where Ozon no longer listed the pair."""

warehouses = Table(
    "warehouses",
    METADATA,
    Column("shop", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    _text("name"),
    _text("status"),
    Column("is_rfbs", Boolean, nullable=False),
    _text("utc_offset"),
)

offers = Table(
    "offers",
    METADATA,
    Column("shop", Text, primary_key=True),
    Column("offer", Text, primary_key=True),
    _text("product_id"),
    _text("sku"),
    _text("name"),
    Column("archived", Boolean, nullable=False),
)

journal = Table(
    "journal",
    METADATA,
    Column("seq", _NUMBER, primary_key=True, autoincrement=False),
    _text("run"),
    Column("at", BigInteger, nullable=False),
    _text("shop"),
    _text("user"),
    _text("machine"),
    _text("workbook_id"),
    _text("snapshot"),
    _text("offer"),
    _text("warehouse_id"),
    _text("state"),
    Column("was", BigInteger),
    Column("asked", BigInteger),
    Column("sent", BigInteger),
    Column("read_back", BigInteger),
    Column("reserved", BigInteger),
    _text("message"),
    _text("trace_id"),
    _text("plan_hash"),
    _text("prev_hash"),
    _text("hash"),
    Column("mode", Text),
    Column("reading", Text),
    Column("present", BigInteger),
    Column("oversold", BigInteger),
    Index("journal_of_run", "shop", "run", "offer", "warehouse_id"),
    Index("journal_of_pair", "shop", "offer", "warehouse_id"),
    Index("journal_of_reading", "shop", "reading"),
    Index("journal_at", "shop", "at"),
)
"""One row each time a pair in a run changed its state. No foreign keys: it must outlive all else."""

api_calls = Table(
    "api_calls",
    METADATA,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    _text("shop"),
    _text("endpoint"),
    Column("status", Integer),
    Column("seconds", Float, nullable=False),
    _text("trace_id"),
    _text("error"),
    Index("api_calls_at", "at"),
)

alerts = Table(
    "alerts",
    METADATA,
    Column("shop", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("tier", Integer, nullable=False),
    _moment("due"),
    _text("message"),
    Column("at", BigInteger, nullable=False),
    _text("fate"),
)
"""The last word about each posting (or what else stands for one, see ``ozon_xl.domain.alerts``)."""

alert_tries = Table(
    "alert_tries",
    METADATA,
    Column("message", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("at", BigInteger, primary_key=True),
    _text("shop"),
    _text("fate"),
    _text("why"),
)
"""One row each time a message was given to a channel."""

staff_notes = Table(
    "staff_notes",
    METADATA,
    Column("shop", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    _text("digest"),
    Column("at", BigInteger, nullable=False),
)
"""When what the staff wrote beside a posting was last seen to have changed."""

models = Table(
    "models",
    METADATA,
    Column("shop", Text, primary_key=True),
    Column("learnt_at", BigInteger, nullable=False),
    _text("json"),
)
"""What was learnt from a shop's past (``ozon_xl.domain.outlook``)."""

for _table in (posting_events, stock_events, journal):
    _append_only(_table)
