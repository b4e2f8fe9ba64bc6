"""Signing in: OAuth 2.0 and OpenID Connect, for clients and for people."""
