"""Business events of the score stream, one module a version."""
