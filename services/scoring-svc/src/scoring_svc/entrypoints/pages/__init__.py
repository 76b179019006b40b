"""Pages for people: a unit's board and a person's card, both live."""

from scoring_svc.entrypoints.pages.routes import FOLDER as FOLDER
from scoring_svc.entrypoints.pages.routes import CardPages as CardPages
