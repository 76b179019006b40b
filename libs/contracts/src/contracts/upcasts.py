"""Older data lifted to the newest version, step by step; pure.

A step takes version n of a type to n + 1 and says in its docstring which value it puts where the old event said
nothing. The table is empty as long as every type has one version.
"""

from collections.abc import Callable, Mapping
from typing import Final

from contracts.envelope import Data

Step = Callable[[Data], Data]
STEPS: Final[Mapping[tuple[str, int], Step]] = {}


def lift(type_: str, version: int, data: Data, steps: Mapping[tuple[str, int], Step] = STEPS) -> Data:
    """`data` of `version` as the newest version that `steps` lead to; without a step it comes back as it is."""
    while step := steps.get((type_, version)):
        data, version = step(data), version + 1
    return data
