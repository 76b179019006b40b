"""The name of a score by the policy's bounds (PP 30/2019 Ps 41): not the legal predicate, which a person gives."""

from decimal import Decimal

from scoring_svc.domain.policy import Policy


def category(value: Decimal | None, innovated: bool, policy: Policy) -> str | None:
    """The best category whose lower bound the score reaches and whose condition is met; None without a score.

    innovated: whether an innovation was confirmed; a category that needs one falls to the next lower without it.
    """
    if value is None:
        return None
    for name, band in policy.categories.items():
        if value >= band.low.value and (innovated or not band.innovation.value):
            return name
    return tuple(policy.categories)[-1]
