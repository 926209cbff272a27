"""A workbook that is open in LibreOffice: finding the program, speaking to it, reading and rewriting tables."""
