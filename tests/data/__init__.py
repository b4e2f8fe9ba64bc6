"""Windows, shapes and values, without a service."""
