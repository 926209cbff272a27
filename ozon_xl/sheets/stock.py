"""The Stock sheet: one row an offer in a warehouse, and the one column whose numbers go back to Ozon."""

from ozon_xl.sheets.columns import Column, Kind, Owner, Table
from ozon_xl.texts import Words

STOCK = Table(
    name="tblStock",
    sheet=Words("Stock", "Остатки", "库存"),
    key=("offer", "warehouse_id"),
    columns=(
        Column("offer", Words("Offer", "Артикул", "货号"), Kind.TEXT, 19),
        Column("name", Words("Name", "Название", "名称"), Kind.TEXT, 41),
        Column("warehouse", Words("Warehouse", "Склад", "仓库"), Kind.TEXT, 21),
        Column(
            "free",
            Words("Free", "Свободно", "可售"),
            Kind.WHOLE,
            10,
            note=Words(
                "What can still be sold: on the shelf less reserved, as Ozon said at the last refresh.",
                "Что ещё можно продать: на полке минус резерв, по данным последнего обновления.",
                "还可以销售的数量：在架总数减去预留，按最近一次刷新。",
            ),
        ),
        Column(
            "new_free",
            Words("New free (without reserve)", "Новое свободно (без резерва)", "新可售（不含预留）"),
            Kind.WHOLE,
            15,
            owner=Owner.STAFF,
            note=Words(
                "Type the number of pieces that may still be sold, without those reserved for orders. "
                "Empty: no change. 0: off sale.",
                "Введите, сколько штук ещё можно продать, без зарезервированных под заказы. "
                "Пусто — без изменений. 0 — снять с продажи.",
                "填写还可以销售的件数，不含为订单预留的部分。留空：不变。0：停止销售。",
            ),
        ),
        Column("result", Words("Result", "Результат", "结果"), Kind.TEXT, 76),
        Column(
            "result_at",
            Words("Result at (UTC)", "Время результата (UTC)", "结果时间（UTC）"),
            Kind.MOMENT,
            17,
        ),
        Column("reserved", Words("Reserved", "В резерве", "已预留"), Kind.WHOLE, 10),
        Column("present", Words("On the shelf", "На полке", "在架总数"), Kind.WHOLE, 11),
        Column(
            "ordered",
            Words("In open orders", "В открытых заказах", "未完成订单件数"),
            Kind.WHOLE,
            12,
        ),
        Column("short", Words("Short by", "Не хватает", "缺少"), Kind.WHOLE, 10),
        Column("remark", Words("Remark", "Заметка", "备注"), Kind.TEXT, 25, owner=Owner.STAFF),
        Column("state", Words("Warehouse state", "Состояние склада", "仓库状态"), Kind.TEXT, 15, folded=True),
        Column(
            "changed_at",
            Words("Changed at Ozon (UTC)", "Изменено в Ozon (UTC)", "Ozon 更新时间（UTC）"),
            Kind.MOMENT,
            17,
            folded=True,
        ),
        Column("sku", Words("SKU", "SKU", "SKU"), Kind.TEXT, 15, folded=True),
        Column("product_id", Words("Product id", "ID товара", "商品编号"), Kind.TEXT, 15, folded=True),
        Column("warehouse_id", Words("Warehouse id", "ID склада", "仓库编号"), Kind.TEXT, 19, folded=True),
        Column(
            "check",
            Words("check", "контроль", "校验"),
            Kind.TEXT,
            17,
            hidden=True,
        ),
    ),
)
