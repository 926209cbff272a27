"""The Journal sheet: what was written to Ozon lately. The full journal is in the store: ``ozon-xl journal``."""

from ozon_xl.sheets.columns import Column, Kind, Table
from ozon_xl.texts import Words

JOURNAL = Table(
    name="tblJournal",
    sheet=Words("Journal", "Журнал", "日志"),
    key=("entry",),
    columns=(
        Column("entry", Words("No.", "№", "序号"), Kind.TEXT, 9),
        Column("at", Words("Time (UTC)", "Время (UTC)", "时间（UTC）"), Kind.MOMENT, 17),
        Column("run", Words("Run", "Запуск", "批次"), Kind.TEXT, 13),
        Column("user", Words("User", "Пользователь", "用户"), Kind.TEXT, 15),
        Column("offer", Words("Offer", "Артикул", "货号"), Kind.TEXT, 19),
        Column("warehouse_id", Words("Warehouse id", "ID склада", "仓库编号"), Kind.TEXT, 19),
        Column("was", Words("Free before", "Было свободно", "原可售"), Kind.WHOLE, 11),
        Column("asked", Words("Asked for", "Запрошено", "要求"), Kind.WHOLE, 11),
        Column("sent", Words("Sent", "Отправлено", "已发送"), Kind.WHOLE, 13),
        Column("read_back", Words("Read back", "Прочитано", "回读"), Kind.WHOLE, 11),
        Column("state", Words("State", "Состояние", "状态"), Kind.TEXT, 25),
        Column("message", Words("Answer from Ozon", "Ответ Ozon", "Ozon 应答"), Kind.TEXT, 45),
    ),
)
