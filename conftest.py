"""Fixtures of the whole repository: one real PostgreSQL and one real Kafka a test run, started when first asked for."""

pytest_plugins = ["capaian_local.testing.plugin"]
