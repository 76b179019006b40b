"""A command from its arrival to its commit: load, decide, evolve, translate, save.

The only place where a wait stands next to a rule. Every command is a list of one or many, so that an import and a
single request walk the same way. Invariant: one call is one transaction, and a repetition of it (the same key) is
answered and not done again. It is answered before the right is looked at again, for a key is its actor's
own (`chassis.idempotency` says why that tells nobody anything new).
"""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

from target_svc.app.ports import Attempt, Occasion, Outcome, Store, Work
from target_svc.domain.refusals import Code, Refusal

IF_MATCH = "header:If-Match"

Body = Callable[[Work], Awaitable[Outcome]]


async def execute(body: Body, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Runs `body` in one transaction, or answers what an earlier try with the same key was answered.

    Raises:
        Refusal: what the rules do not allow; then nothing is stored.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        outcome = await body(work)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


@contextmanager
def item(place: int, *, many: bool, within: str = "") -> Generator[None, None, None]:
    """Around the decision on one item: what is refused in an import is refused with that item's pointer.

    within: where the item has the fields that a refusal speaks of, all but its id.
    """
    try:
        yield
    except Refusal as refusal:
        if many:
            inside = within if refusal.pointer not in (None, "#/id") else ""
            raise refusal.under(f"#/items/{place}{inside}") from refusal
        raise


def stale(expected: int, found: int) -> Refusal:
    """Somebody else changed it meanwhile."""
    sentence = f"You saw version {expected}, meanwhile it is version {found}: read it again and see what changed."
    return Refusal(Code.STALE_VERSION, sentence, IF_MATCH, found=found)
