"""Fixtures of the whole repository: one real PostgreSQL and one real Kafka a test run, started when first asked for."""

import os

# Everything that tests talk to is on this machine, also where the way out of it leads through a proxy.
os.environ["NO_PROXY"] = "*"

pytest_plugins = ["capaian_local.testing.plugin"]
