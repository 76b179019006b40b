"""Pages for the public: the form of a survey, and what surveys found. Nobody signs in here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chassis.bodies import FORM

FOLDER: Final = Path(__file__).parent
FORMS: Final[Mapping[str, tuple[str, ...]]] = {"/s/": (FORM,), "/surveys/": (FORM,)}
"""The addresses that take a browser's form; nowhere else does the way in let one through."""
