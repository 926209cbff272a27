r"""What a cell of the column "New free" asks for, one line an input, to be read (and argued with) by a seller.

What stands in the cell: a bare number is a number, "..." is a text, TRUE and FALSE are truth values, ``=12`` is a
formula whose last result is 12, ``=`` one without a result, #N/A and the like are errors, and nothing is nothing.
``\u00a0`` is the blank that Excel uses between thousands. Then the number format of the cell; what is sent, or "no
change", or why the row is refused; and a comment.
"""

TABLE = r"""
                      |                       | no change    | an empty cell changes nothing
                      | 0                     | no change    | whatever its format
                      | 0%                    | no change    |
                      | ;;;                   | no change    |
                      | @                     | no change    |
""                    | General               | no change    | an empty text, as some programs write it
" "                   | General               | no change    | a blank typed to clear the cell
"   "                 | @                     | no change    |
"\u00a0"              | General               | no change    | the same with Excel's blank
"\t"                  | General               | no change    |
"\r\n"                | General               | no change    |
0                     | General               | 0            | nought means: off sale
0.0                   | General               | 0            | Excel keeps every number as a fraction
0                     | 0                     | 0            |
0                     | #,##0                 | 0            |
0                     | @                     | 0            |
0                     | 0.00                  | 0            | shown as 0.00
"0"                   | @                     | 0            | nought as text
"0"                   | General               | 0            |
" 0 "                 | General               | 0            |
"000"                 | @                     | 0            | still nought
0                     | #                     | format       | shown as an empty cell: nobody sees this nought
0                     | #,###                 | format       | shown as an empty cell
0                     | ?                     | format       | shown as a blank
0                     | 0;-0;                 | format       | noughts are hidden
0                     | 0;-0;;@               | format       | noughts are hidden
0                     | 0;-0;"-"              | format       | shown as a dash
0                     | #,##0;-#,##0;"–"      | format       | shown as a dash
0                     | 0;-0;0                | 0            |
0                     | ;;;                   | format       | everything is hidden
0                     | 0%                    | format       | a percentage
0                     | yyyy-mm-dd            | format       | a date
-0.0                  | General               | negative     | no keyboard makes this
"-0"                  | General               | not a number |
"+0"                  | General               | not a number |
"0.0"                 | General               | not a number |
"0,0"                 | General               | not a number |
"O"                   | General               | not a number | the letter O
"о"                   | General               | not a number | the Russian letter
"〇"                  | General               | not a number | the Chinese nought
"零"                  | General               | not a number | the Chinese word
"нет"                 | General               | not a number |
"none"                | General               | not a number |
"-"                   | General               | not a number |
"—"                   | General               | not a number |
"null"                | General               | not a number |
"nan"                 | General               | not a number |
1                     | General               | 1            |
7                     | General               | 7            |
12                    | General               | 12           |
12.0                  | General               | 12           |
12                    | GENERAL               | 12           | some programs write it so
12                    | @                     | 12           | a number in a text cell is shown as it is
12                    |                       | 12           |
12                    | 0                     | 12           | our own format
12                    | 0.0                   | 12           | shown as 12.0
12                    | 0.00                  | 12           | shown as 12.00
12                    | 0.                    | 12           |
12                    | 0000                  | 12           | shown as 0012
12                    | ##0                   | 12           |
12                    | # ##0                 | 12           | a typed blank between thousands
12                    | #,##0                 | 12           |
12                    | #,##0.00              | 12           |
12                    | #                     | 12           |
12                    | ?                     | 12           |
12                    | ???0                  | 12           |
12                    | #,##0;-#,##0;"–"      | 12           | what stands for other signs does not matter
12                    | 0;[Red]-0             | 12           |
12                    | #,##0;[Red]-#,##0     | 12           | Excel's own "negative in red"
12                    | #,##0 ;(#,##0)        | 12           | Excel's own "negative in brackets"
12                    | #,##0_);(#,##0)       | 12           |
12                    | _(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_) | 12 | Excel's comma button
12                    | _-* #,##0_-;\-* #,##0_-;_-* "-"_-;_-@_-   | 12 | the same in other countries
0                     | _(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_) | format | it shows a dash for nought
12                    | 0;-0;;@               | 12           | hides only noughts
1200                  | #,##0                 | 1200         |
999999                | General               | 999999       | the most that Ozon takes
999999.0              | #,##0                 | 999999       |
"999999"              | @                     | 999999       |
1000000               | General               | too big      |
1000000.0             | #,##0                 | too big      |
"1000000"             | @                     | too big      |
999999.5              | General               | fraction     |
1e6                   | General               | too big      |
1e15                  | General               | too big      |
1e300                 | General               | too big      |
4607012345678         | General               | too big      | a bar code in the wrong column
"4607012345678"       | @                     | too big      | a bar code in the wrong column
1020000000123456      | General               | too big      | a warehouse id in the wrong column
"1020000000123456"    | @                     | too big      |
"99999999999999999999999999" | @               | too big      |
12                    | 0%                    | format       | shown as 1200%
0.12                  | 0%                    | format       | 12 typed into a percent cell
1                     | 0.00%                 | format       | shown as 100.00%
12                    | 0 %                   | format       |
12                    | #,##0%                | format       |
12                    | yyyy-mm-dd            | format       | shown as 1900-01-12
12                    | dd.mm.yyyy            | format       |
12                    | m/d/yy                | format       |
12                    | mm-dd-yy              | format       | Excel's short date
12                    | d-mmm                 | format       |
45992                 | dd.mm.yyyy            | format       | 1-12 typed, turned into a date
46000.5               | yyyy-mm-dd hh:mm      | format       |
12                    | h:mm                  | format       |
12                    | [h]:mm                | format       |
12                    | [$-409]d-mmm-yy       | format       |
12                    | [$-F800]dddd          | format       |
12                    | yyyy"年"m"月"d"日"     | format       |
12                    | #,##0.00 ₽            | format       | money
12                    | #,##0.00\ "₽"         | format       |
12                    | $#,##0                | format       |
12                    | "¥"#,##0              | format       |
12                    | [$¥-804]#,##0         | format       |
12                    | [$₽-419]#,##0         | format       |
12                    | 0 "шт"                | format       | fits, but words can say anything
12                    | "1"0                  | format       | shown as 112
12                    | \10                   | format       | shown as 112
12                    | 0"0"                  | format       | shown as 120
12                    | "-"0                  | format       | shown as -12
12                    | \-0                   | format       | shown as -12
12                    | -0                    | format       | shown as -12
12                    | (0)                   | format       | shown as (12)
12                    | \(0\)                 | format       | shown as (12)
12                    | _0                    | format       | shows only a gap
12                    | *-0                   | format       | filled with dashes
12                    | 0,                    | format       | shown in thousands: 0
12000                 | 0,                    | format       | shown as 12
12000000              | 0,,                   | format       | shown as 12
12                    | #,##0,                | format       |
12                    | 0.0,                  | format       |
12                    | 0.00E+00              | format       | shown as 1.20E+01
12                    | ##0.0E+0              | format       |
12                    | # ?/?                 | format       | a fraction
12                    | # ??/??               | format       |
12                    | ;;;                   | format       | hidden
12                    | ;-0                   | format       | hidden
12                    | "";-0                 | format       | hidden
12                    | "5"                   | format       | shown as 5
12                    | "5;0"                 | format       |
12                    | [=12]"5";0            | format       | shown as 5
12                    | [>100]0;0             | format       | a condition
12                    | [Blue]0               | format       | a colour is harmless, but who knows what stands beside it
12                    | [White]0              | format       | not to be seen
12                    | 0;0;0;@;x             | 12           | the fifth part means nothing
12                    | Основной              | format       | the word for General in another language
12                    | Standard              | format       |
12                    | General "шт"          | format       |
12                    | "General"             | format       | shown as the word
12                    | hello                 | format       |
-1                    | General               | negative     |
-12.0                 | 0                     | negative     |
-0.5                  | General               | negative     |
-1e-9                 | General               | negative     |
"-1"                  | General               | not a number |
"−5"                  | General               | not a number | a typographic minus
"(5)"                 | General               | not a number | a bookkeeper's minus
0.5                   | General               | fraction     |
12.5                  | General               | fraction     |
12.5                  | 0                     | fraction     | shown as 13
0.4                   | 0                     | fraction     | shown as 0
1e-9                  | General               | fraction     |
11.999999999999998    | General               | fraction     | shown as 12: a leftover of a calculation
12.000000000000002    | General               | fraction     |
0.30000000000000004   | General               | fraction     |
46000.75              | General               | fraction     | a moment that lost its format
TRUE                  | General               | not a number | Python would take it for 1
FALSE                 | General               | not a number | and this for 0
TRUE                  | 0                     | not a number |
FALSE                 | 0%                    | not a number |
"TRUE"                | General               | not a number |
"ИСТИНА"              | General               | not a number |
"12"                  | General               | 12           | a number kept as text
"12"                  | @                     | 12           |
"12"                  | 0                     | 12           |
"12"                  | 0%                    | 12           | a text is shown as it is, whatever the format
"12"                  | dd.mm.yyyy            | 12           |
" 12"                 | General               | 12           | copied with a blank
"12 "                 | General               | 12           |
"\u00a012\u00a0"      | General               | 12           | copied from a web page
"12\n"                | General               | 12           |
"007"                 | @                     | 7            |
"00012"               | @                     | 12           |
"000000000000012"     | @                     | 12           |
"12.0"                | General               | not a number | a text with anything beside digits is not guessed at
"12,0"                | General               | not a number |
"12.5"                | General               | not a number |
"12,5"                | General               | not a number |
"1,200"               | General               | not a number | 1200 or 1.2?
"1.200"               | General               | not a number |
"1 200"               | General               | not a number | 1200, or 1 and 200?
"1\u00a0200"          | General               | not a number |
"1\u202f200"          | General               | not a number |
"1'200"               | General               | not a number |
"1_200"               | General               | not a number | Python would take it for 1200
"1e3"                 | General               | not a number |
"1E5"                 | @                     | not a number |
"0x10"                | General               | not a number |
"+5"                  | General               | not a number |
"'5"                  | General               | not a number | the apostrophe became part of the text
"=5"                  | @                     | not a number | a formula kept as text
"5+5"                 | General               | not a number |
"5-10"                | General               | not a number |
"~10"                 | General               | not a number |
">10"                 | General               | not a number |
"10?"                 | General               | not a number |
"12%"                 | General               | not a number |
"12 шт"               | General               | not a number |
"12шт."               | General               | not a number |
"12 pcs"              | General               | not a number |
"12件"                | General               | not a number |
"₽12"                 | General               | not a number |
"12/2"                | General               | not a number |
"12-05"               | General               | not a number |
"12:30"               | General               | not a number |
"2026-11-23"          | General               | not a number |
"5 10"                | General               | not a number |
"5;10"                | General               | not a number |
"１２"                | General               | not a number | wide digits: Python would take them for 12
"١٢"                  | General               | not a number | Arabic digits
"१२"                  | General               | not a number | Devanagari digits
"十二"                | General               | not a number | 12 in Chinese
"Ⅻ"                   | General               | not a number | 12 in one Roman character
"１"                  | General               | not a number |
"²"                   | General               | not a number | a raised 2
"½"                   | General               | not a number |
"①"                   | General               | not a number |
"12\u200b"            | General               | not a number | a blank without width
"\ufeff12"            | General               | not a number |
"\u200e12"            | General               | not a number | a direction mark
"12\u0000"            | General               | not a number |
"1\n2"                | General               | not a number | two lines
"\u3000"              | General               | not a number | a wide blank: shown, so that it is cleared
"two"                 | General               | not a number |
"два"                 | General               | not a number |
"inf"                 | General               | not a number |
"MARCH1"              | General               | not a number |
=12                   | General               | formula      | a formula may change between preview and sending
=0                    | General               | formula      |
=                     | General               | formula      | saved by a program that does not calculate: looks empty
=12                   | 0%                    | formula      |
="12"                 | General               | formula      |
=""                   | General               | formula      | looks empty
=TRUE                 | General               | formula      |
#N/A                  | General               | error        |
#REF!                 | General               | error        |
#VALUE!               | 0                     | error        |
#DIV/0!               | General               | error        |
#NAME?                | General               | error        |
#NULL!                | General               | error        |
#NUM!                 | General               | error        |
#SPILL!               | General               | error        |
=#N/A                 | General               | error        | a formula that ends in an error
"#N/A"                | General               | not a number | the same as text
"""
