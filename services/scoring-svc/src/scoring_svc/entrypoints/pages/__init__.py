"""Pages for people: a unit's board and a person's card, both live; official results; explanations; units, agencies and
the region at a glance; goals."""

from scoring_svc.entrypoints.pages.goals import GoalPages as GoalPages
from scoring_svc.entrypoints.pages.results import ResultPages as ResultPages
from scoring_svc.entrypoints.pages.routes import FOLDER as FOLDER
from scoring_svc.entrypoints.pages.routes import CardPages as CardPages
from scoring_svc.entrypoints.pages.summaries import SummaryPages as SummaryPages
