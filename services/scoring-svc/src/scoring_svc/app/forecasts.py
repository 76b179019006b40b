"""What is read of forecasts: worked out when somebody asks, by the very rules that the early warning goes by."""

from datetime import date
from typing import Any

from scoring_svc.app.ports import Plans, Reads
from scoring_svc.app.queries import Subject
from scoring_svc.domain.card import Card
from scoring_svc.domain.forecast import Forecast, explain_forecast, forecast
from scoring_svc.domain.policy import Packs


async def forecast_of(of: Subject, as_of: date, reads: Reads, plans: Plans, packs: Packs) -> Forecast | None:
    """None while there is no score. as_of: days after the year are as its last one."""
    log, outlines = await reads.recorded(of.key), (await plans.outlines([of.key])).get(of.key, ())
    policy = packs.of_year(of.year.starts_on)
    return forecast(Card(*of.key), log, outlines, of.year, min(as_of, of.year.ends_on), policy)


def resource(of: Subject, found: Forecast | None, packs: Packs) -> dict[str, Any]:
    """A forecast as it is answered; without a score, with none."""
    about = {"civil_servant_id": of.person.id, "period_id": of.year.id}
    if found is None:
        return {**about, "kind": "forecast", "forecast": None}
    return {**about, **explain_forecast(found, packs.of_year(of.year.starts_on))}
