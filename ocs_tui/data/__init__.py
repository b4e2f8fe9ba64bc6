"""Data of streams, assets and data views, as pure functions: windows of time, shapes of events, rows, points, CSV.

Free of pydantic and of requests: what is read comes from ``connection/tracks.py``.
"""
