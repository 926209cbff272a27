"""A stand-in Ozon shop on 127.0.0.1, for the demo, for training and for tests.

It speaks the Seller API over real HTTP to whoever has a ``demo-`` key: a state machine of a shop (``shop``) on a clock
of its own (``clock``), filled from a seed (``seeds``), told in Ozon's shapes (``wire``, ``catalogue``), with Ozon's
limits (``limits``), and with its troubles on demand (``faults``, ``scenarios``). Under ``/_practice/`` a test or a
trainer looks behind the counter (``control``).
"""
