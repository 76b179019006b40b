"""Business events of the target stream, one module a version."""
