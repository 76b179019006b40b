"""Consuming: at least once on the wire, an exact effect in PostgreSQL by a fenced cursor in the same transaction."""

from chassis.consuming.failure import ConsumerStopped as ConsumerStopped
from chassis.consuming.failure import Limits as Limits
from chassis.consuming.projection import Projection as Projection
from chassis.consuming.projection import Received as Received
from chassis.consuming.projection import Unusable as Unusable
from chassis.consuming.runner import Runner as Runner
from chassis.consuming.together import Together as Together
