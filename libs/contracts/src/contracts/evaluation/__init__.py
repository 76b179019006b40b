"""Business events of the evaluation stream, one module a version."""
