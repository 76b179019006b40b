"""Instruments stay as they are once a survey asks by them, and a survey asks only what its instrument has."""

from dataclasses import replace

import pytest
from survey_svc.domain.elements import Element
from survey_svc.domain.instrument import Kept, check_asked, put
from survey_svc.domain.refusals import Code, Refusal

from .. import situations as that

OTHER = replace(that.SKM, source="own")
SHORT = replace(that.SKM, questions=that.SKM.questions[:2])


def test_what_is_new_or_changed_is_kept_and_what_is_equal_is_not():
    assert put(that.SKM, None)
    assert put(OTHER, Kept(that.SKM, in_use=False))
    assert not put(that.SKM, Kept(that.SKM, in_use=False))
    assert not put(that.SKM, Kept(that.SKM, in_use=True))


def test_what_is_in_use_is_not_changed():
    with pytest.raises(Refusal) as raised:
        put(OTHER, Kept(that.SKM, in_use=True))
    assert (raised.value.code, raised.value.pointer) == (Code.INSTRUMENT_IN_USE, None)
    assert "«skm» version 1" in raised.value.detail


def test_only_what_the_instrument_has_is_asked():
    check_asked((Element.REQUIREMENTS, Element.PROCEDURE), SHORT)
    with pytest.raises(Refusal) as raised:
        check_asked((Element.PROCEDURE, Element.COST), SHORT)
    assert (raised.value.code, raised.value.pointer) == (Code.ELEMENT_NOT_IN_INSTRUMENT, "#/elements")
    assert "«cost»" in raised.value.detail
