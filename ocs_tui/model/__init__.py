"""The things of OCS as models, by area, and the rules of their ids. No I/O, no screens.

``enums``, ``text``, ``address`` and ``ids`` are free of pydantic, since the first frame needs them.
"""
