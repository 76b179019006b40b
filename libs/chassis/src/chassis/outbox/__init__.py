"""The outbox: events are written in the command's transaction and published afterwards, in order, at least once."""
