"""Silence until the deadline: what nobody answered in the legal days is acknowledged, batch by batch."""

from evaluation_svc.app import follow_ups
from evaluation_svc.app.execute import settle
from evaluation_svc.app.ports import Occasion, Store
from evaluation_svc.app.translate import Announcement
from evaluation_svc.domain import appeals
from evaluation_svc.domain.evaluation import Evaluation


async def acknowledge_overdue(occasion: Occasion, store: Store, limit: int) -> int:
    """Acknowledges up to `limit` evaluations in one transaction; answers how many.

    Invariant: each of them once, however many processes look at the same time, because who changes one holds its row
    and the others pass it by.
    """
    async with store.begin() as work:
        waiting = await work.overdue(appeals.overdue_since(occasion.today, occasion.rules.appeals), limit)
        states, said = list[Evaluation](), list[Announcement]()
        for state in waiting:
            after, news = settle(state, appeals.expire(state, occasion.today, occasion.rules.appeals), occasion)
            states.append(after)
            said.extend(news)
        if states:
            await work.save(states, said)
            await follow_ups.propose(work, states, occasion)
        return len(states)
