"""A real PostgreSQL and a real Apache Kafka as child processes, from packages alone: no Docker, no installed Java."""
