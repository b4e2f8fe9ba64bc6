"""Signing in: what is asked of the identity server, how a person says yes, and who that was. No screens."""
