"""Changing OCS: a Change says what, ``apply`` reads again and writes. The only room that writes."""
