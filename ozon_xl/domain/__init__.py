"""Pure rules: no network, no file, no clock, no Excel. ``now`` is always an argument, aware and in UTC."""
