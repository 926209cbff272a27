"""A closed .xlsx or .xlsm: its zip package, its XML parts, and the few of them that we rewrite."""
