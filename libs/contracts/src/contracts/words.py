"""The field's closed vocabularies as they stand on the wire (domain glossary, 5).

Widening one of them is a breaking change for readers, so the compatibility gate treats it as such.
"""

from typing import Literal

CivilServantKind = Literal["permanent", "contract"]
PositionKind = Literal["executive", "administrator", "functional", "operational"]
AssignmentKind = Literal["definitive", "acting", "secondment"]
LineKind = Literal["direct", "acting", "delegated"]
PeriodKind = Literal["annual", "quarterly", "monthly"]
PeriodStatus = Literal["planned", "open", "evaluation", "published", "closed"]
WorkResultKind = Literal["main", "additional"]
Aspect = Literal["quantity", "quality", "time", "cost"]
Perspective = Literal["service_recipients", "business_process", "internal_strengthening", "budget"]
Direction = Literal["maximize", "minimize", "range", "zero"]
Consolidation = Literal["last", "sum", "average"]
Rating = Literal["above", "meets", "below"]
Predicate = Literal["very_good", "good", "needs_improvement", "poor", "very_poor"]
OrganizationPredicate = Literal["outstanding", "good", "needs_improvement", "poor", "very_poor"]
BehaviorValue = Literal[
    "service_oriented",
    "accountable",
    "competent",
    "harmonious",
    "loyal",
    "adaptive",
    "collaborative",
]
ServiceGrade = Literal["A", "B", "C", "D"]
SurveyElement = Literal[
    "requirements",
    "procedure",
    "completion_time",
    "cost",
    "product",
    "staff_competence",
    "staff_behavior",
    "facilities",
    "complaint_handling",
]
