"""The Seller API. ``client`` sends and waits, over the sockets of ``deadline``; everything else here is pure."""
