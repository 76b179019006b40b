"""Which version a change names: none of what is not there yet, and the one that stands of what is."""

from evaluation_svc.domain.refusals import Code, Refusal

IF_MATCH = "header:If-Match"


def check_seen(expected: int | None, found: int | None, what: str) -> None:
    """Refuses a change of a version that the asker did not see. found: None where there is nothing yet.

    what: as it begins a sentence.
    """
    if expected is None and found is not None:
        sentence = f"{what} is there already, at version {found}: name the version that you change."
        raise Refusal(Code.VERSION_REQUIRED, sentence, IF_MATCH, found=found)
    if expected is not None and found is None:
        raise Refusal(Code.STALE_VERSION, f"{what} is not there yet: leave out the version.", IF_MATCH)
    if expected != found:
        sentence = f"{what} is at version {found} by now, not {expected}: read it again."
        raise Refusal(Code.STALE_VERSION, sentence, IF_MATCH, found=found)
