"""A region's made-up sample: generated from a seed, loaded through the services' own interfaces, and kept moving."""

from capaian_local.sample.closed_year import ClosedYear, closed_year
from capaian_local.sample.interface import Endpoints, Landmarks, Loaded, Progress, Sign, Who
from capaian_local.sample.loading import load
from capaian_local.sample.looking import landmarks
from capaian_local.sample.sending import Refused, Unreachable
from capaian_local.sample.trickling import trickle

__all__ = [
    "ClosedYear",
    "Endpoints",
    "Landmarks",
    "Loaded",
    "Progress",
    "Refused",
    "Sign",
    "Unreachable",
    "Who",
    "closed_year",
    "landmarks",
    "load",
    "trickle",
]
