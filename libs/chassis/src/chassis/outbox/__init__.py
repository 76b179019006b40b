"""The outbox: events are written in the command's transaction and published afterwards, in order, at least once."""

from chassis.outbox import writer as writer
from chassis.outbox.relay import Relay as Relay
from chassis.outbox.writer import Doorbell as Doorbell
from chassis.outbox.writer import Event as Event
from chassis.outbox.writer import announced as announced
from chassis.outbox.writer import make_event as make_event
