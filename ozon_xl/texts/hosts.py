"""Why a workbook or a table in it is refused: the ``{what}`` of the errors about workbooks."""

from ozon_xl.texts import Words

# --- files made to do harm -------------------------------------------------------------------------------------------
TOO_BIG = Words("unpacked it is far too big", "после распаковки она слишком велика", "解压后体积过大")
TOO_MANY_PARTS = Words("it has far too many parts", "в ней слишком много частей", "内部文件过多")
DOUBLE_PARTS = Words(
    "two of its parts have the same name or place",
    "две её части имеют одно имя или место",
    "内部有重名或重叠的文件",
)
DECLARES_ENTITIES = Words("it declares XML entities", "в ней объявлены XML-сущности", "含有 XML 实体声明")

# --- tables that cannot be filled ------------------------------------------------------------------------------------
CELL_BELOW = Words(
    "cell {cell} below it is not empty. Move what stands there further down or to another sheet",
    "ячейка {cell} под ней не пуста. Перенесите её содержимое ниже или на другой лист",
    "其下方的单元格 {cell} 不为空。请把那里的内容移到更下方或其他工作表",
)
MERGED = Words(
    "cells {cells} in it are merged. Unmerge them",
    "ячейки {cells} в ней объединены. Отмените объединение",
    "其中的单元格 {cells} 被合并。请取消合并",
)
ARRAY_FORMULA = Words(
    "cells {cells} hold an array formula. Move it out of the table",
    "в ячейках {cells} — формула массива. Уберите её из таблицы",
    "单元格 {cells} 含有数组公式。请把它移出表格",
)
TOTALS_ROW = Words(
    "it has a totals row. Switch it off (Table Design, Total Row)",
    "в ней есть строка итогов. Отключите её (Конструктор таблиц, Строка итогов)",
    "它带有汇总行。请关闭（表设计 → 汇总行）",
)
NO_HEADER = Words(
    "its header row is switched off. Switch it on (Table Design, Header Row)",
    "у неё отключена строка заголовков. Включите её (Конструктор таблиц, Строка заголовка)",
    "它的标题行被关闭。请打开（表设计 → 标题行）",
)
PROTECTED = Words(
    "the sheet is protected. Unprotect it (Review, Unprotect Sheet)",
    "лист защищён. Снимите защиту (Рецензирование, Снять защиту листа)",
    "工作表受保护。请取消保护（审阅 → 撤消工作表保护）",
)
NO_ROOM = Words(
    "something below it is in the way. Move what stands there further down or to another sheet",
    "что-то под ней мешает. Перенесите содержимое ниже или на другой лист",
    "其下方有内容阻挡。请把那里的内容移到更下方或其他工作表",
)
TWO_ENTRIES = Words(
    "rows {first} and {second} are both {key}, with different entries of yours in column {column}. Keep one of them",
    "строки {first} и {second} — обе {key}, с разными вашими записями в столбце {column}. Оставьте одну",
    "第 {first} 行和第 {second} 行都是 {key}，但您在列 {column} 中填写的内容不同。请只保留一行",
)
TWO_NOTES = Words(
    "rows {first} and {second} are both {key} and both carry a note or link. Keep one of them",
    "строки {first} и {second} — обе {key}, и у обеих есть примечание или ссылка. Оставьте одну",
    "第 {first} 行和第 {second} 行都是 {key}，且都带有批注或链接。请只保留一行",
)

# --- programs that cannot be reached ---------------------------------------------------------------------------------
NO_OFFICE = Words(
    "it is not installed, or not in its usual folder",
    "он не установлен или стоит не в обычной папке",
    "未安装，或不在默认文件夹中",
)
NO_OFFICE_PYTHON = Words(
    "its Python is missing. On Linux install the package python3-uno, elsewhere install LibreOffice again",
    "нет его Python. В Linux установите пакет python3-uno, в других системах переустановите LibreOffice",
    "缺少它的 Python。Linux 请安装 python3-uno 软件包，其他系统请重新安装 LibreOffice",
)
WINDOWS_ONLY = Words(
    "in an open workbook the program can work with Excel for Windows only",
    "в открытой книге программа может работать только с Excel для Windows",
    "程序只能在 Windows 版 Excel 中处理已打开的工作簿",
)
