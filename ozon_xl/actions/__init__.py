"""The use cases: what a button or a command does. Fetch first, then touch the workbook once at the end."""
