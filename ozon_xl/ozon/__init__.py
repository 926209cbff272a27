"""The Seller API. Everything but ``client`` is pure: it neither sends, nor waits, nor reads a clock."""
