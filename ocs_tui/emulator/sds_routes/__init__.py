"""The Sequential Data Store over HTTP: its kinds' hooks, and the routes of data, metadata and bulk work.

The engine without HTTP is ``emulator/sds``; here lies which stream it is asked about, and who may ask.
"""
