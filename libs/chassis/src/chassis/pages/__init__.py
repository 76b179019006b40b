"""Pages for people: one layout, few assets, two languages; a service adds its own templates and texts."""

from chassis.pages.assets import Assets as Assets
from chassis.pages.rendering import Pages as Pages
from chassis.pages.session import session_router as session_router
