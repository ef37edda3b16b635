"""Values as JSON and back."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.cover import Assessment, Cover, Flag, Reason, Trait
from app.domain.edits import Decision, Edits
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Moment
from app.domain.project import Project
from app.store.codec import decode, encode
from tests.project_factory import accepted, assessment, cover, edits, moment, post_project, video_project


def _through_json(kind: Any, value: object) -> object:
    found: object = decode(kind, json.loads(json.dumps(encode(value))))
    return found


@pytest.mark.parametrize("project", [video_project(), post_project()])
def test_a_session_comes_back_as_it_was(project: Project) -> None:
    assert _through_json(Project, project) == project


@settings(max_examples=60)
@given(edits)
def test_whatever_a_person_did_comes_back(made: Edits) -> None:
    assert _through_json(Edits, made) == made


def test_a_session_from_before_there_were_looks_has_none() -> None:
    project = video_project()
    document = json.loads(json.dumps(encode(project)))
    del document["edits"]["looks"]
    back = decode(Project, document)
    assert back == replace(project, edits=replace(project.edits, looks=()))
    decision = json.loads(json.dumps(encode(accepted(project))))
    del decision["look"]
    assert decode(Decision, decision).look.neutral


def test_a_look_that_nobody_can_have_is_refused() -> None:
    document = encode(video_project().edits)
    document["looks"][0]["look"]["angle"] = 40
    with pytest.raises(ValueError, match="angle"):
        decode(Edits, document)


def test_pictures_come_back_as_they_looked() -> None:
    whole = cover(moment(1))
    back = _through_json(Cover, whole)
    assert isinstance(back, Cover)
    assert back.frame.image.shape == whole.frame.image.shape
    difference = np.abs(back.frame.image.astype(int) - whole.frame.image.astype(int))
    assert difference.mean() < 2
    assert back.frame.image.flags.writeable


def test_scores_of_numpy_are_numbers() -> None:
    single: Any = np.float32(5.5)
    scored = replace(assessment(), appeal=single, score=np.float64(7.25))
    assert _through_json(Assessment, scored) == replace(assessment(), appeal=5.5, score=7.25)


def test_a_name_that_is_no_text_survives() -> None:
    path = Path("/videos/\udcff\n.mp4")
    assert _through_json(Path, path) == path


def test_each_reason_is_of_its_kind_again() -> None:
    back = _through_json(Assessment, assessment())
    assert isinstance(back, Assessment)
    assert [type(reason) for reason in back.reasons] == [Trait, Flag]


@dataclass(frozen=True)
class Old:
    name: str


@dataclass(frozen=True)
class New:
    name: str
    size: float = 3.5
    tags: tuple[str, ...] = ()


def test_a_field_with_a_default_may_be_added_and_taken_away_again() -> None:
    assert _through_json(New, Old("a")) == New("a")
    assert _through_json(Old, New("a", 1.0, ("b",))) == Old("a")


def test_a_whole_number_is_a_number() -> None:
    assert decode(New, {"name": "a", "size": 4}) == New("a", 4.0)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (New, {"name": 5}),
        (New, {}),
        (New, []),
        (New, {"name": "a", "size": True}),
        (New, {"name": "a", "size": math.nan}),
        (New, {"name": "a", "size": math.inf}),
        (New, {"name": "a", "size": 10**400}),
        (New, {"name": "a", "tags": "b"}),
        (New, {"name": "a", "tags": {"b": "c"}}),
        (Box, [1, 2, 3]),
        (Box, [1, 2, 3, 0]),
        (Box, [1.0, 2, 3, 4]),
        (Box, [1, 2, 3, 2**63]),
        (Size, [0, 1]),
        (Size, [10**7, 1]),
        (Fraction, [1, 0]),
        (Aspect, "wide"),
        (Flag, "ugly"),
        (Flag, {}),
        (datetime, "2026-03-01T12:00:00"),
        (datetime, "now"),
        (Path, 7),
        (Reason, "ugly"),
        (Moment, {"pts": 1, "time_base": [1, 0]}),
        (np.ndarray, "no picture"),
        (np.ndarray, "bm8gcGljdHVyZQ=="),
    ],
)
def test_what_makes_no_sense_is_a_value_error(kind: Any, data: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(kind, data)


def test_a_picture_that_would_fill_the_memory_is_not_read() -> None:
    large = encode(np.zeros((897, 10, 3), np.uint8))
    with pytest.raises(ValueError, match="too large"):
        decode(np.ndarray, large)


def test_a_value_without_a_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no form for object"):
        encode(object())


@settings(max_examples=100)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(list(Edits.__slots__)), inner),
        max_leaves=12,
    )
)
def test_any_json_is_edits_or_a_value_error(data: object) -> None:
    try:
        assert isinstance(decode(Edits, data), Edits)
    except ValueError:
        return
