"""A terminal explorer for OSIsoft Cloud Services."""

__version__ = "0.1.0"
