"""Measured work: events made without the services, an oracle of their scores, and the benchmark over them."""
