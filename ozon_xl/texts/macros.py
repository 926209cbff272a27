"""What the macros say. VBA can hold neither Cyrillic nor Chinese, so it reads these from a hidden sheet, by key."""

from typing import Final

from ozon_xl.texts import Words

SHEET: Final = Words("Texts", "Тексты", "文本")
"""The hidden sheet."""

CELL_NAME: Final = "Text_{key}"
"""The name of the cell that holds a text."""

MACROS: Final = {
    "Starting": Words("Starting …", "Запуск …", "正在启动……"),
    "Served": Words(
        "Handed to ozon-xl watch, which works on it now.",
        "Передано программе ozon-xl watch, она приступает.",
        "已交给 ozon-xl watch，正在处理。",
    ),
    "Running": Words(
        "Something is running already. Wait for it, or press Stop.",
        "Уже выполняется другое действие. Дождитесь его или нажмите «Стоп».",
        "已有操作正在执行。请等待，或点击“停止”。",
    ),
    "Stopping": Words(
        "Stopping at the next step …",
        "Остановка на ближайшем шаге …",
        "将在下一步停止……",
    ),
    "NothingRuns": Words("Nothing is running.", "Сейчас ничего не выполняется.", "当前没有正在执行的操作。"),
    "NoId": Words(
        "The id of this workbook is damaged (Settings, Workbook id). Empty that cell, then press again.",
        "ID этой книги повреждён («Настройки», «ID книги»). Очистите эту ячейку и нажмите ещё раз.",
        "本工作簿的编号已损坏（“设置”中的“工作簿编号”）。请清空该单元格，然后再点一次。",
    ),
    "Protected": Words(
        "The button cannot write into the Settings sheet. Take its protection off (Review, Unprotect Sheet), "
        "then press again.",
        "Кнопка не может записать на лист «Настройки». Снимите его защиту (Рецензирование, Снять защиту листа) "
        "и нажмите ещё раз.",
        "按钮无法写入“设置”表。请取消该表的保护（审阅 → 撤消工作表保护），然后再点一次。",
    ),
    "NotInstalled": Words(
        "The program is not set up on this computer for this user, or has been moved. Run ozon-xl setup, "
        "then press again.",
        "Программа не настроена на этом компьютере для этого пользователя или перемещена. Выполните ozon-xl setup "
        "и нажмите ещё раз.",
        "当前用户在本机尚未设置该程序，或程序已被移动。请运行 ozon-xl setup，然后再点一次。",
    ),
    "OnMac": Words(
        "Buttons do not work in Excel for the Mac yet. Save and close this workbook, then run ozon-xl refresh, followed "
        "by the path of this file.",
        "В Excel для Mac кнопки пока не работают. Сохраните и закройте книгу, затем выполните ozon-xl refresh с путём "
        "к этому файлу.",
        "Mac 版 Excel 暂不支持按钮。请保存并关闭本工作簿，然后运行 ozon-xl refresh，后面写本文件的路径。",
    ),
    "Blocked": Words(
        "This computer does not let the workbook start a program ({details}). Run ozon-xl watch, followed by the path "
        "of this file, and leave it open: the buttons then work through it.",
        "Компьютер не разрешает книге запускать программы ({details}). Запустите ozon-xl watch с путём к этому файлу "
        "и не закрывайте: кнопки будут работать через неё.",
        "本机不允许工作簿启动程序（{details}）。请运行 ozon-xl watch，后面写本文件的路径，并保持打开：按钮将通过它工作。",
    ),
    "NotStarted": Words(
        "The program was started but gives no sign of life. Run ozon-xl doctor: it says what is wrong here.",
        "Программа запущена, но не отвечает. Выполните ozon-xl doctor: она скажет, что не так.",
        "程序已启动但没有响应。请运行 ozon-xl doctor 查看原因。",
    ),
    "Died": Words(
        "The program broke off. What it had sent stands in the journal (ozon-xl journal). Press the button again; "
        "if it breaks off again, run ozon-xl doctor.",
        "Программа прервалась. Отправленное ею есть в журнале (ozon-xl journal). Нажмите кнопку ещё раз; "
        "если повторится, выполните ozon-xl doctor.",
        "程序意外中断。已发送的内容见日志（ozon-xl journal）。请再点一次按钮；若再次中断，请运行 ozon-xl doctor。",
    ),
    "Failed": Words(
        "The button failed ({details}). Run ozon-xl doctor.",
        "Кнопка не сработала ({details}). Выполните ozon-xl doctor.",
        "按钮出错（{details}）。请运行 ozon-xl doctor。",
    ),
    "TickerOn": Words(
        "Countdown on: calculated anew every minute.",
        "Отсчёт включён: пересчёт каждую минуту.",
        "倒计时已开启：每分钟重新计算。",
    ),
    "TickerOff": Words("Countdown off.", "Отсчёт выключен.", "倒计时已关闭。"),
}
"""By key; ``{details}`` is what the system said."""
