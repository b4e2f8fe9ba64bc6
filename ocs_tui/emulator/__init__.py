"""OCS in a box: an emulator of a tenant of two regions, on loopback.

An ASGI app over a store. It imports ``model/`` and the paths of ``catalog/``, and decides access by
lines of its own (``rights.py``), so that comparing it with the client means something.
"""
