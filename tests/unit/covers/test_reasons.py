"""Why a picture scores as it does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.covers.reasons import FAULTS, LIMIT, STRENGTHS, Strength, reasons_of
from app.covers.score import FACTORS, QUALITY_FLOOR
from app.domain.cover import Assessment, Flag, Trait
from app.domain.messages import REASONS

ORDINARY = Assessment(
    quality=50, appeal=50, sharpness=50, exposure=50, contrast=50, colourfulness=30, score=50, judged=frozenset()
)
GOOD = replace(ORDINARY, quality=80, sharpness=100, exposure=100, colourfulness=80)

percent = st.floats(0, 100)
some_flags = st.frozensets(st.sampled_from(list(Flag)))
assessments = st.builds(
    Assessment,
    percent,
    percent,
    percent,
    percent,
    percent,
    percent,
    percent,
    st.frozensets(st.sampled_from(list(FACTORS))),
    some_flags,
)


def with_parts(base: Assessment, **parts: float) -> Assessment:
    """An assessment with other numbers."""
    numbers = {**base.parts, **parts}
    return Assessment(
        numbers["quality"],
        numbers["appeal"],
        numbers["sharpness"],
        numbers["exposure"],
        numbers["contrast"],
        numbers["colourfulness"],
        base.score,
        base.measured,
        base.judged,
    )


def flagged(*flags: Flag, base: Assessment = ORDINARY) -> Assessment:
    return replace(base, judged=frozenset(flags))


def test_of_an_ordinary_picture_there_is_nothing_to_say() -> None:
    assert reasons_of(ORDINARY) == ()


@pytest.mark.parametrize("strength", STRENGTHS, ids=lambda strength: str(strength.trait))
def test_a_strength_is_told_from_its_threshold_on(strength: Strength) -> None:
    assert reasons_of(with_parts(ORDINARY, **{strength.part: strength.least})) == (strength.trait,)
    assert reasons_of(with_parts(ORDINARY, **{strength.part: strength.least - 0.1})) == ()


@pytest.mark.parametrize("flag", Flag)
def test_whatever_the_judge_sees_is_told(flag: Flag) -> None:
    assert reasons_of(flagged(flag)) == (flag,)


def test_what_is_wrong_comes_before_what_is_right_and_the_most_telling_first() -> None:
    assert reasons_of(GOOD) == (Trait.GOOD_QUALITY, Trait.VIVID, Trait.WELL_LIT)
    assert reasons_of(flagged(Flag.CLUTTER, Flag.TEXT, base=GOOD)) == (Flag.TEXT, Flag.CLUTTER, Trait.GOOD_QUALITY)


def test_a_blank_picture_is_only_blank() -> None:
    assert reasons_of(replace(GOOD, quality=5, measured=frozenset({Flag.BLANK}))) == (Flag.BLANK,)


def test_low_quality_is_told_where_it_is_certain_unless_something_says_why() -> None:
    assert reasons_of(replace(ORDINARY, quality=QUALITY_FLOOR - 1)) == ()
    poor = replace(ORDINARY, quality=QUALITY_FLOOR / 2)
    assert reasons_of(poor) == (Trait.LOW_QUALITY,)
    assert reasons_of(flagged(Flag.NOISY, base=poor)) == (Flag.NOISY,)
    assert reasons_of(flagged(Flag.TEXT, base=poor)) == (Flag.TEXT, Trait.LOW_QUALITY)


def test_what_is_measured_as_dark_is_told_where_people_see_it_too() -> None:
    found = replace(ORDINARY, measured=frozenset({Flag.DARK}))
    assert reasons_of(with_parts(found, exposure=20)) == ()
    assert reasons_of(with_parts(found, exposure=2)) == (Flag.DARK,)


def test_a_measured_doubt_is_not_told_but_takes_back_what_it_contradicts() -> None:
    white = replace(GOOD, colourfulness=10, sharpness=50, measured=frozenset({Flag.OVEREXPOSED}))
    assert reasons_of(white) == ()


@given(assessments)
def test_reasons_are_few_different_and_contradict_nothing(found: Assessment) -> None:
    reasons = reasons_of(found)
    assert len(set(reasons)) == len(reasons) <= LIMIT
    faults = [isinstance(reason, Flag) or reason is Trait.LOW_QUALITY for reason in reasons]
    assert faults == sorted(faults, reverse=True)
    assert {reason for reason in reasons if isinstance(reason, Flag)} <= found.flags
    told = {strength for strength in STRENGTHS if strength.trait in reasons}
    assert not any(strength.unless & found.flags for strength in told)
    assert reasons == reasons_of(found)


def test_every_flag_has_its_place_and_every_reason_its_words() -> None:
    assert sorted(FAULTS) == sorted(Flag)
    assert REASONS.keys() == {*Flag, *Trait}
    assert len(set(REASONS.values())) == len(REASONS)
