"""``get``, ``data``, ``create``, ``edit``, ``delete`` and ``omf``: things of every kind, the boards, and data."""
