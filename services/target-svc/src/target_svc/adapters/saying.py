"""As whom this service announces; and the locks of names under which it is decided what is announced."""

from typing import Final

SOURCE: Final = "/target-svc"
CLAIM: Final = "SELECT pg_advisory_xact_lock(hashtextextended(id::text, 0)) FROM unnest($1::uuid[]) AS id"
