"""The Stock sheet: one row an offer in a warehouse, and the one column whose numbers go back to Ozon."""

from ozon_xl.domain.stock import MOST_PIECES
from ozon_xl.sheets.columns import Column, Kind, Owner, Table
from ozon_xl.texts import Words
from ozon_xl.texts import stock as texts

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
                "Empty: no change. 0: off sale. Another choice in the next column gives the number another meaning.",
                "Введите, сколько штук ещё можно продать, без зарезервированных под заказы. "
                "Пусто — без изменений. 0 — снять с продажи. Выбор в соседнем столбце меняет смысл числа.",
                "填写还可以销售的件数，不含为订单预留的部分。留空：不变。0：停止销售。下一列的选项可改变数字的含义。",
            ),
            least=-MOST_PIECES,
        ),
        Column(
            "mode",
            Words("The number is", "Что это за число", "数字含义"),
            Kind.CHOICE,
            16,
            owner=Owner.STAFF,
            note=Words(
                "Empty: the free quantity. Shelf count: all pieces on the shelf; what is reserved at the moment of sending "
                "is taken off. Change +/-: so many more, or with a minus less, than are free then.",
                "Пусто: свободное количество. На полке: все штуки на полке; резерв на момент отправки вычитается. "
                "Изменение +/-: на столько больше (с минусом — меньше), чем свободно в тот момент.",
                "留空：可售数量。在架总数：架上全部件数，发送时自动减去预留。增减 +/-：在发送时可售的基础上增加（负号为减少）的件数。",
            ),
            choices=tuple(texts.MODES.values()),
        ),
        Column(
            "decision",
            Words("Decision", "Решение", "处理方式"),
            Kind.CHOICE,
            17,
            owner=Owner.STAFF,
            note=Words(
                "At a conflict: Keep theirs, your number is dropped. Send mine, it is sent although Ozon's changed. "
                "Re-base, it is moved by as much as Ozon's. Undo: the button Undo last send takes back this row's last send.",
                "При конфликте: оставить их — ваше число отбрасывается; отправить моё — отправляется, хотя в Ozon другое; "
                "пересчитать — сдвигается на столько же, на сколько изменилось в Ozon. Отменить: кнопка «Отменить отправку» "
                "вернёт последнюю отправку этой строки.",
                "冲突时：保留对方的，即放弃您的数字；发送我的，虽有变化仍发送；按差额调整，随 Ozon 的变化量移动您的数字。"
                "撤销：供“撤销上次提交”按钮使用，恢复该行的上次提交。",
            ),
            choices=tuple(texts.DECISIONS.values()),
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
        Column(
            "keep_back",
            Words("Keep back", "Придержать", "安全库存"),
            Kind.WHOLE,
            13,
            owner=Owner.STAFF,
            note=Words(
                "Pieces of this row that are never offered: taken off a shelf count. Empty: none.",
                "Штуки этой строки, которые не предлагаются никогда: вычитаются из числа на полке. Пусто: нет.",
                "该行始终不出售的件数：从在架总数中扣除。留空：无。",
            ),
        ),
        Column(
            "cap",
            Words("Offer at most", "Не больше", "最多可售"),
            Kind.WHOLE,
            11,
            owner=Owner.STAFF,
            note=Words(
                "Never more than so many pieces are sent to Ozon for this row. Empty: no limit.",
                "В Ozon по этой строке никогда не уйдёт больше этого числа. Пусто: без предела.",
                "该行发送到 Ozon 的数量不会超过此数。留空：不限。",
            ),
        ),
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
        Column("base", Words("typed on: free", "введено при: свободно", "填写时：可售"), Kind.WHOLE, 10, hidden=True),
        Column(
            "base_present",
            Words("typed on: shelf", "введено при: на полке", "填写时：在架"),
            Kind.WHOLE,
            10,
            hidden=True,
        ),
        Column(
            "reading",
            Words("typed on: reading", "введено при: чтение", "填写时：读取"),
            Kind.TEXT,
            10,
            hidden=True,
        ),
        Column(
            "check",
            Words("check", "контроль", "校验"),
            Kind.TEXT,
            17,
            hidden=True,
        ),
    ),
)
