"""The Archive sheet: finished orders beside which the staff had written something. The record is the sheet itself."""

from ozon_xl.sheets.columns import Column, Kind, Owner, Table
from ozon_xl.sheets.orders import ORDERS
from ozon_xl.texts import Words


def _as_in_orders(attr: str) -> Words:
    return ORDERS.by_attr[attr].heading


ARCHIVE = Table(
    name="tblArchive",
    sheet=Words("Archive", "Архив", "归档"),
    key=("posting",),
    columns=(
        Column("posting", _as_in_orders("posting"), Kind.TEXT, 21),
        Column(
            "status",
            Words("Last status", "Последний статус", "最后状态"),
            Kind.TEXT,
            23,
            note=Words(
                "Ozon's status of the order when it left the queue.",
                "Статус Ozon, с которым заказ ушёл из очереди.",
                "订单离开队列时的 Ozon 状态。",
            ),
        ),
        Column("who", _as_in_orders("owner"), Kind.TEXT, 13),
        Column("order_remark", Words("Remark in Orders", "Заметка из заказов", "订单表备注"), Kind.TEXT, 34),
        Column(
            "notes",
            Words("Other notes", "Другие записи", "其他记录"),
            Kind.TEXT,
            34,
            note=Words(
                "What stood in columns of your own on Orders, each with its heading.",
                "Что стояло в добавленных вами столбцах листа заказов, с их заголовками.",
                "订单表中您自己添加的列的内容，带列标题。",
            ),
        ),
        Column(
            "remark",
            _as_in_orders("remark"),
            Kind.TEXT,
            25,
            owner=Owner.STAFF,
            note=Words(
                "Yours: go on noting here.",
                "Ваше: продолжайте записывать здесь.",
                "由您填写：可在此继续记录。",
            ),
        ),
        Column("goods", _as_in_orders("goods"), Kind.TEXT, 29),
        Column("units", _as_in_orders("units"), Kind.WHOLE, 8),
        Column("amount", _as_in_orders("amount"), Kind.MONEY, 13),
        Column("currency", _as_in_orders("currency"), Kind.TEXT, 9),
        Column("warehouse", _as_in_orders("warehouse"), Kind.TEXT, 21),
        Column("ordered_at", _as_in_orders("ordered_at"), Kind.MOMENT, 17),
        Column(
            "finished_at",
            Words("Left the queue (UTC)", "Ушёл из очереди (UTC)", "离开队列（UTC）"),
            Kind.MOMENT,
            17,
            note=Words(
                "When a refresh first saw that it had left.",
                "Когда обновление впервые это увидело.",
                "刷新首次发现其离开的时间。",
            ),
        ),
        Column("archived_at", Words("Archived (UTC)", "В архиве с (UTC)", "归档时间（UTC）"), Kind.MOMENT, 17),
    ),
    can_be_missing=True,
)
