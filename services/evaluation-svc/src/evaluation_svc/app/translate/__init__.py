"""The only door between this service's words and the wire's. Pure."""

from contracts.envelope import Data as Data

from evaluation_svc.app.translate.incoming import roster_entry as roster_entry
from evaluation_svc.app.translate.incoming import target_value as target_value
from evaluation_svc.app.translate.outgoing import Announcement as Announcement
from evaluation_svc.app.translate.outgoing import announcement as announcement
from evaluation_svc.app.translate.outgoing import follow_up_confirmed as follow_up_confirmed
from evaluation_svc.app.translate.outgoing import organization_rated as organization_rated
