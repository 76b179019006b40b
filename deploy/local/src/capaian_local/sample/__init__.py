"""A region's made-up sample: generated from a seed, loaded through the services' own interfaces, and kept moving."""

from capaian_local.sample.interface import Endpoints, Landmarks, Loaded, Progress, Sign, Who
from capaian_local.sample.loading import load
from capaian_local.sample.looking import landmarks
from capaian_local.sample.sending import Refused, Unreachable
from capaian_local.sample.trickling import trickle

__all__ = [
    "Endpoints",
    "Landmarks",
    "Loaded",
    "Progress",
    "Refused",
    "Sign",
    "Unreachable",
    "Who",
    "landmarks",
    "load",
    "trickle",
]
