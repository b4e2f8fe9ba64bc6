"""The Sequential Data Store without HTTP and without a store: types, events, reads, writes, views, units.

Events are plain dictionaries by property id, always complete, in the form that JSON takes. Where their order
matters each goes with its *key*, a value that Python compares. ``answer.py`` turns a read's query into its body.
"""
