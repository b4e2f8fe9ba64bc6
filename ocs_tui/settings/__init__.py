"""What the program keeps on this machine: profiles, secrets, themes, the last regions. Never speaks HTTP.

Nothing here but ``secrets`` imports keyring, nothing imports Textual, and what stands on the path to the
first frame (``start``, ``profiles``, ``themes``) imports neither keyring nor tomlkit.
"""
