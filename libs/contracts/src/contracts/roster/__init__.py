"""Business events of the roster stream, one module a version."""
