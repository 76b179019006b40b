"""The only place that turns bytes to events and back.

(type, version) ↔ class, both ways, as one table. Decoding answers with the newest version's data: an older one is
lifted by `contracts.upcasts`. Everything that can be wrong with a record is one of the `Undecodable` kinds, so that
a consumer parks it with a reason instead of guessing.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from contracts import upcasts
from contracts.envelope import Data, Envelope
from contracts.evaluation import v1 as evaluation
from contracts.roster import v1 as roster
from contracts.score import v1 as score
from contracts.survey import v1 as survey
from contracts.target import v1 as target

EVENTS: Final[Mapping[tuple[str, int], type[Data]]] = {
    ("roster.agency_changed", 1): roster.AgencyChanged,
    ("roster.unit_changed", 1): roster.UnitChanged,
    ("roster.civil_servant_changed", 1): roster.CivilServantChanged,
    ("roster.period_changed", 1): roster.PeriodChanged,
    ("target.plan_submitted", 1): target.PlanSubmitted,
    ("target.plan_approved", 1): target.PlanApproved,
    ("target.plan_returned", 1): target.PlanReturned,
    ("target.plan_closed", 1): target.PlanClosed,
    ("target.realization_recorded", 1): target.RealizationRecorded,
    ("target.innovation_changed", 1): target.InnovationChanged,
    ("target.coaching_changed", 1): target.CoachingChanged,
    ("evaluation.submitted", 1): evaluation.EvaluationSubmitted,
    ("evaluation.acknowledged", 1): evaluation.EvaluationAcknowledged,
    ("evaluation.objected", 1): evaluation.EvaluationObjected,
    ("evaluation.decided", 1): evaluation.EvaluationDecided,
    ("evaluation.withdrawn", 1): evaluation.EvaluationWithdrawn,
    ("evaluation.follow_up_confirmed", 1): evaluation.FollowUpConfirmed,
    ("evaluation.organization_rated", 1): evaluation.OrganizationRated,
    ("survey.index_changed", 1): survey.IndexChanged,
    ("score.changed", 1): score.ScoreChanged,
    ("score.survey_attributed", 1): score.SurveyAttributed,
    ("score.organization_attributed", 1): score.OrganizationAttributed,
    ("score.forecast_changed", 1): score.ForecastChanged,
    ("score.result_sealed", 1): score.ResultSealed,
}
"""Every event that was ever on a topic. A row is never removed: topics are kept for ever."""

NEWEST: Final[Mapping[str, int]] = {type_: max(v for t, v in EVENTS if t == type_) for type_, _ in EVENTS}
_NAMES: Final[Mapping[type[Data], tuple[str, int]]] = {cls: name for name, cls in EVENTS.items()}

_encoder = msgspec.json.Encoder(decimal_format="string", uuid_format="canonical", order=None)
_envelopes = msgspec.json.Decoder(Envelope)
_data = {name: msgspec.json.Decoder(cls) for name, cls in EVENTS.items()}


class Undecodable(Exception):
    """A record that no retry will make readable. `reason` is a stable code for metrics and dead letters."""

    reason = "undecodable"


class NotAnEnvelope(Undecodable):
    """Not JSON, or JSON without the envelope's fields."""

    reason = "not_an_envelope"


class UnknownType(Undecodable):
    """A type that this release has never heard of."""

    reason = "unknown_type"


class NewerVersion(Undecodable):
    """A known type in a version that this release does not know yet: replay it after the upgrade."""

    reason = "newer_version"


class InvalidData(Undecodable):
    """The envelope is whole, its data lacks a field or holds a value outside the type."""

    reason = "invalid_data"


def name_of(data: Data) -> tuple[str, int]:
    """(type, version) of an event's data."""
    return _NAMES[type(data)]


def encode_data(data: Data) -> msgspec.Raw:
    """The data as JSON; decimals as strings, so that no reader rounds them."""
    return msgspec.Raw(_encoder.encode(data))


def encode(envelope: Envelope) -> bytes:
    """The record's value."""
    return _encoder.encode(envelope)


def decode_envelope(value: bytes | memoryview) -> Envelope:
    """The envelope alone, its data still as bytes.

    Raises:
        NotAnEnvelope: with msgspec's sentence, which names the field.
    """
    try:
        return _envelopes.decode(value)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotAnEnvelope(str(error)) from error


def decode_data(envelope: Envelope) -> Data:
    """The envelope's data in the newest version.

    Raises:
        UnknownType, NewerVersion, InvalidData: each with a sentence that names what was found.
    """
    decoder = _data.get((envelope.type, envelope.version))
    if decoder is None:
        newest = NEWEST.get(envelope.type)
        if newest is None:
            raise UnknownType(f"type {envelope.type!r} is in no release up to this one")
        raise NewerVersion(f"{envelope.type} version {envelope.version}; this release reads up to {newest}")
    try:
        data = decoder.decode(envelope.data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidData(f"{envelope.type} version {envelope.version}: {error}") from error
    return upcasts.lift(envelope.type, envelope.version, data)
