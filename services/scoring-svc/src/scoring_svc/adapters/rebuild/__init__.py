"""Making the cards anew from the topics, comparing them with those that serve, and switching."""

from scoring_svc.adapters.rebuild.building import Group as Group
from scoring_svc.adapters.rebuild.building import Rebuilding as Rebuilding
from scoring_svc.adapters.rebuild.finishing import Asked as Asked
from scoring_svc.adapters.rebuild.finishing import Finishing as Finishing
from scoring_svc.adapters.rebuild.keeping import drop_old as drop_old
from scoring_svc.adapters.rebuild.keeping import go_back as go_back
from scoring_svc.adapters.rebuild.lifting import Lifting as Lifting
from scoring_svc.adapters.rebuild.reporting import Progress as Progress
