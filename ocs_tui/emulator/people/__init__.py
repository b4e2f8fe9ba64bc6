"""The identity area: roles, users, clients and their secrets, invitations, identity providers, claims.

What holds of a list of things is declared (:class:`~ocs_tui.emulator.people.collection.Collection`); the
handlers read the declarations. ``routes.py`` names them all.
"""
