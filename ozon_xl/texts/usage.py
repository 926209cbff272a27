"""What the command line says of wrong usage."""

from ozon_xl.texts import Words

MISSING = Words("Missing: {name}.", "Не хватает: {name}.", "缺少：{name}。")
NO_COMMAND = Words("There is no command “{name}”.", "Нет команды «{name}».", "没有命令“{name}”。")
NO_OPTION = Words("There is no option {name}.", "Нет параметра {name}.", "没有选项 {name}。")
SURPLUS = Words("Too much: {words}.", "Лишнее: {words}.", "多余的内容：{words}。")
NO_VALUE = Words("Option {name} needs a value.", "Параметру {name} нужно значение.", "选项 {name} 需要一个值。")
VALUE = Words("Option {name} takes no value.", "Параметр {name} не принимает значения.", "选项 {name} 不带值。")
WRONG_VALUE = Words(
    "Wrong value for {name}. Possible: {possible}",
    "Неверное значение для {name}. Подходит: {possible}",
    "{name} 的值无效。可用：{possible}",
)
PERHAPS = Words("Did you mean: {near}", "Возможно, имелось в виду: {near}", "您是否想输入：{near}")
HELP = Words("Help: {command} --help", "Справка: {command} --help", "帮助：{command} --help")
ABORTED = Words("Broken off.", "Прервано.", "已中止。")

# --- what is possible ------------------------------------------------------------------------------------------------
ONE_OF = Words("{these}", "{these}", "{these}")
WHOLE_NUMBER = Words("a whole number", "целое число", "整数")
AT_LEAST = Words("a whole number, {least} or more", "целое число, {least} или больше", "不小于 {least} 的整数")
NUMBER = Words("a number", "число", "数字")
DAY = Words("a day as 2026-11-30", "день в виде 2026-11-30", "日期，例如 2026-11-30")
A_FILE = Words("a file that is there", "существующий файл", "已存在的文件")
