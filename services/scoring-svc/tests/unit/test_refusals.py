"""A refusal as it stands in a log."""

from scoring_svc.domain.refusals import Code, Refusal


def test_it_says_its_code_and_its_sentence():
    refusal = Refusal(Code.UNKNOWN_UNIT, "There is no such unit.")
    assert str(refusal) == "unknown_unit: There is no such unit."
    assert (refusal.code, refusal.detail, refusal.pointer) == (Code.UNKNOWN_UNIT, "There is no such unit.", None)
    assert Refusal(Code.INVALID_POLICY, "It has no weights.", "#/pack").pointer == "#/pack"
