"""Mutation testing of the services' domain rooms, by `make mutants`."""
