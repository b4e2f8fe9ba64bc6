"""How to speak to OCS: transport, tokens, regions, client, errors. No Textual, no keyring, no files."""
