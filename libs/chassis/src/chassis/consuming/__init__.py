"""Consuming: at least once on the wire, an exact effect in PostgreSQL by a fenced cursor in the same transaction."""
