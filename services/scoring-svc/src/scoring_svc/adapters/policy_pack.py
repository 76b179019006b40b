"""The region's policy pack, read from TOML and refused whole, with all its faults named, when something is wrong."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring_svc.domain.policy import Policy, Value, faults


class PolicyRefused(Exception):
    """The pack cannot come into force; the message names every fault."""


def load(region: Path) -> Policy:
    """`policy.toml` of the region's folder.

    Raises:
        PolicyRefused: it is not there, not readable, or wrong.
    """
    path = region / "policy.toml"
    try:
        pack = tomllib.loads(path.read_text(), parse_float=Decimal)
        policy = _policy(pack)
    except OSError as error:
        raise PolicyRefused(f"{path}: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyRefused(f"{path}: {error}") from None
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise PolicyRefused(f"{path}: {type(error).__name__}: {error} is missing or malformed") from None
    if found := faults(policy):
        raise PolicyRefused(f"{path}: " + "; ".join(found))
    return policy


def _policy(pack: Mapping[str, Any]) -> Policy:
    return Policy(
        id=pack["id"],
        version=pack["version"],
        region=pack["region"],
        effective_from=pack["effective_from"],
        weights=_values(pack["weights"]),
        cap=_value(pack["achievement"]["cap"]),
        floor=_value(pack["achievement"]["floor"]),
        ratings=_values(pack["ratings"]),
        rating_weights=_values(pack["rating_weights"]),
        survey_minimum=_value(pack["survey"]["minimum_answers"]),
        decimals=dict(pack["decimals"]),
        sources=dict(pack["sources"]),
    )


def _values(table: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _value(entry) for name, entry in table.items()}


def _value(entry: Mapping[str, Any]) -> Value:
    return Value(Decimal(entry["value"]), entry["source"])
