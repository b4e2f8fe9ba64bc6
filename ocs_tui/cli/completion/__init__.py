"""Completing commands in a shell. The scripts are thin: each TAB asks ``ocs-tui __complete`` what could stand there.

No library does it here: argcomplete and shtab both take one parser of all commands, and here the first word is
found before a parser is made, so that a start imports no more than its command needs. Nothing of it uses the
network or the keyring: ids of namespaces are those that the last run saw.
"""
