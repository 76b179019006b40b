"""The catalogue of topics: for each stream who writes it, who reads it, what its key is and how long it is kept.

Brokers are set up from it, documents are generated from it, tests read it as law. All topics that a projector joins
have the same number of partitions, so that the range assignor gives one member all of a person's records. Nothing is
compacted: compaction by person would drop that person's other aggregates.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

PARTITIONS: Final = 8
FOR_EVER: Final = -1
MAX_EVENT_BYTES: Final = 1_048_576
"""The largest record value that our writers send and our consumers read; a larger one is parked unread."""
MAX_MESSAGE_BYTES: Final = 4_194_304
"""What the broker still takes. More than an event may have, so that a foreign record that is too large is seen,
parked and counted, instead of failing somewhere outside of our sight."""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One stream.

    key: what the record's key is, in words. types: event types that may stand on it. consumers: service/group names.
    retention_ms: -1 for ever. max_message_bytes: the broker refuses a larger batch of records.
    """

    name: str
    owner: str
    key: str
    types: tuple[str, ...]
    consumers: tuple[str, ...]
    partitions: int = PARTITIONS
    retention_ms: int = FOR_EVER
    max_message_bytes: int = MAX_MESSAGE_BYTES

    def configs(self) -> dict[str, str]:
        """The topic's settings in Kafka's own words."""
        return {
            "cleanup.policy": "delete",
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(self.max_message_bytes),
            "min.insync.replicas": "1",
        }


ROSTER: Final = Topic(
    name="roster-events",
    owner="target-svc",
    key="id of the agency, unit, civil servant or period",
    types=("roster.agency_changed", "roster.unit_changed", "roster.civil_servant_changed", "roster.period_changed"),
    consumers=("evaluation-svc.roster", "survey-svc.roster", "scoring-svc.roster"),
)
TARGET: Final = Topic(
    name="target-events",
    owner="target-svc",
    key="id of the civil servant",
    types=(
        "target.plan_submitted",
        "target.plan_approved",
        "target.plan_returned",
        "target.plan_closed",
        "target.realization_recorded",
        "target.innovation_changed",
        "target.coaching_changed",
    ),
    consumers=("scoring-svc.cards",),
)
EVALUATION: Final = Topic(
    name="evaluation-events",
    owner="evaluation-svc",
    key="id of the civil servant",
    types=(
        "evaluation.submitted",
        "evaluation.acknowledged",
        "evaluation.objected",
        "evaluation.decided",
        "evaluation.withdrawn",
        "evaluation.follow_up_confirmed",
    ),
    consumers=("scoring-svc.cards", "target-svc.coaching"),
)
ORGANIZATION: Final = Topic(
    name="organization-events",
    owner="evaluation-svc",
    key="id of the unit",
    types=("evaluation.organization_rated",),
    consumers=("scoring-svc.roster",),
)
SURVEY: Final = Topic(
    name="survey-events",
    owner="survey-svc",
    key="id of the unit",
    types=("survey.index_changed",),
    consumers=("scoring-svc.roster",),
)
ATTRIBUTION: Final = Topic(
    name="survey-attribution-events",
    owner="scoring-svc",
    key="id of the civil servant",
    types=("score.survey_attributed", "score.organization_attributed"),
    consumers=("scoring-svc.cards",),
)
SCORE: Final = Topic(
    name="score-events",
    owner="scoring-svc",
    key="id of the civil servant",
    types=("score.changed", "score.forecast_changed", "score.result_sealed"),
    consumers=("evaluation-svc.scores", "target-svc.coaching"),
)

CATALOGUE: Final[Mapping[str, Topic]] = {
    topic.name: topic for topic in (ROSTER, TARGET, EVALUATION, ORGANIZATION, SURVEY, ATTRIBUTION, SCORE)
}
TOPIC_OF: Final[Mapping[str, Topic]] = {type_: topic for topic in CATALOGUE.values() for type_ in topic.types}
