"""Faults of a policy's scale: conversion steps that fall, bands that overlap or leave a gap."""

from itertools import pairwise

from scoring_svc.domain.policy import CATEGORIES, Policy


def step_faults(policy: Policy) -> list[str]:
    """Of the conversion, where the policy has one."""
    if policy.counts.value != "converted":
        return []
    steps = policy.conversion
    found = [] if policy.between is not None else ["conversion.between is missing"]
    if len(steps) < 2:
        return [*found, "conversion.points needs at least two points"]
    for lower, higher in pairwise(steps):
        if lower.percent >= higher.percent:
            found.append(f"conversion.points has {higher.percent} twice, or not in ascending order")
        if lower.value > higher.value:
            found.append(f"conversion.points falls from {lower.percent} to {higher.percent}: more would count less")
    return found


def band_faults(policy: Policy) -> list[str]:
    """Of the categories."""
    if tuple(policy.categories) != CATEGORIES:
        return [f"categories needs just {', '.join(CATEGORIES)}, the best first"]
    found: list[str] = []
    bands = list(policy.categories.items())
    for name, band in bands:
        if band.low.value >= band.high.value:
            found.append(f"categories.{name} is empty: it begins at {band.low.value} and ends at {band.high.value}")
    for (better, above), (name, band) in pairwise(bands):
        low, high = above.low.value, band.high.value
        if high > low:
            found.append(f"categories.{name} overlaps categories.{better} from {low} to {high}")
        if high < low:
            found.append(f"categories has a gap between {name} and {better}, from {high} to {low}")
    return found + _ends(policy)


def _ends(policy: Policy) -> list[str]:
    found: list[str] = []
    bands = list(policy.categories.items())
    if bands[0][1].high.value != policy.cap.value:
        found.append(f"categories.{bands[0][0]} must end at the cap, {policy.cap.value}")
    if bands[-1][1].low.value != policy.floor.value:
        found.append(f"categories.{bands[-1][0]} must begin at the floor, {policy.floor.value}")
    if bands[-1][1].innovation.value:
        found.append(f"categories.{bands[-1][0]} cannot need an innovation, for nothing lies under it")
    return found
