"""Business events of the survey stream, one module a version."""
