"""The Lines sheet: every article of every open posting against the stock of its own warehouse."""

from ozon_xl.sheets.columns import Column, Kind, Table
from ozon_xl.texts import Words

LINES = Table(
    name="tblLines",
    sheet=Words("Lines", "Состав", "明细"),
    key=("line",),
    columns=(
        Column("line", Words("Line", "Строка", "行号"), Kind.TEXT, 23),
        Column("posting", Words("Posting", "Отправление", "货件编号"), Kind.TEXT, 21),
        Column("offer", Words("Offer", "Артикул", "货号"), Kind.TEXT, 19),
        Column("name", Words("Name", "Название", "名称"), Kind.TEXT, 41),
        Column("quantity", Words("Pieces", "Штук", "件数"), Kind.WHOLE, 9),
        Column(
            "packable",
            Words("Stock for it", "Хватает ли", "库存是否足够"),
            Kind.TEXT,
            19,
            note=Words(
                "Orders due earlier take their goods first.",
                "Более срочные заказы забирают товар первыми.",
                "更紧急的订单优先占用库存。",
            ),
        ),
        Column("short", Words("Short by", "Не хватает", "缺少"), Kind.WHOLE, 10),
        Column(
            "present",
            Words("On the shelf", "На полке", "在架总数"),
            Kind.WHOLE,
            11,
            note=Words(
                "All pieces of this offer in this warehouse, those reserved for orders included.",
                "Все штуки артикула на складе, включая резерв под заказы.",
                "该货号在此仓库的全部件数，包含为订单预留的部分。",
            ),
        ),
        Column("warehouse", Words("Warehouse", "Склад", "仓库"), Kind.TEXT, 21),
        Column("price", Words("Price of one", "Цена за штуку", "单价"), Kind.MONEY, 13),
        Column("currency", Words("Currency", "Валюта", "币种"), Kind.TEXT, 9),
        Column("sku", Words("SKU", "SKU", "SKU"), Kind.TEXT, 15),
        Column("warehouse_id", Words("Warehouse id", "ID склада", "仓库编号"), Kind.TEXT, 19),
    ),
)
