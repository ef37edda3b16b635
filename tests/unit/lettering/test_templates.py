"""The designs that titles begin with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import BrokenInstallation
from app.domain.platforms import LANGUAGES, RESOURCES
from app.domain.title import Align, Style
from app.lettering.colours import READABLE, contrast, luminance_of, parse
from app.lettering.templates import load_templates


def _document() -> Any:
    return json.loads((RESOURCES / "titles" / "templates.json").read_text(encoding="utf-8"))


def test_there_are_some_and_each_has_a_look_and_names_of_its_own() -> None:
    templates = load_templates()
    assert 6 <= len(templates) <= 8
    assert len({template.style for template in templates}) == len(templates)
    for language in LANGUAGES:
        assert len({template.name[language] for template in templates}) == len(templates)
    assert {template.style.align for template in templates} >= {Align.LEFT, Align.CENTRE}


def test_colours_that_are_set_can_be_read_on_the_box_or_with_an_outline() -> None:
    for template in load_templates():
        style = template.style
        if style.colour and style.box_colour:
            assert contrast(*(luminance_of(parse(each)) for each in (style.colour, style.box_colour))) >= READABLE
        elif style.colour:
            assert style.outline >= 5, template.id


def test_what_is_not_said_is_as_usual(tmp_path: Path) -> None:
    (tmp_path / "titles").mkdir()
    one = {"id": "a", "name": {"en": "A", "zh_CN": "甲"}, "style": {"size": 9}}
    (tmp_path / "titles" / "templates.json").write_text(json.dumps({"templates": [one]}), encoding="utf-8")
    assert load_templates(tmp_path)[0].style == Style(size=9)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.pop("templates"),
        lambda document: document["templates"].clear(),
        lambda document: document["templates"].append(document["templates"][0]),
        lambda document: document["templates"][0]["name"].pop("zh_CN"),
        lambda document: document["templates"][0].update(name="Clean"),
        lambda document: document["templates"][0]["style"].update(size="large"),
        lambda document: document["templates"][0]["style"].update(size=True),
        lambda document: document["templates"][0]["style"].update(size=400),
        lambda document: document["templates"][0]["style"].update(colour="red"),
        lambda document: document["templates"][0]["style"].update(align="up"),
        lambda document: document["templates"][0]["style"].update(glow=3),
        lambda document: document["templates"][0]["style"].update(with_number=3),
        lambda document: document["templates"].__setitem__(0, 3),
    ],
)
def test_broken_data_are_told(spoil: Callable[[Any], object], tmp_path: Path) -> None:
    document = _document()
    spoil(document)
    (tmp_path / "titles").mkdir()
    (tmp_path / "titles" / "templates.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BrokenInstallation, match="title designs"):
        load_templates(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenInstallation, match="install Bestframe again"):
        load_templates(tmp_path)
