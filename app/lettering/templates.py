"""Designs of titles to begin with, as data: `resources/titles/templates.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from app.domain.errors import BrokenInstallation
from app.domain.platforms import LANGUAGES, RESOURCES
from app.domain.title import Align, Style


@dataclass(frozen=True, slots=True)
class Template:
    """A design of a title.

    Attributes:
        id: unique; sessions are kept under it, so it never changes its meaning.
        name: by language (`app.domain.platforms.LANGUAGES`).
        style: what a title made by it looks like.
    """

    id: str
    name: Mapping[str, str]
    style: Style


def load_templates(folder: Path = RESOURCES) -> tuple[Template, ...]:
    """Read the data file; the first template is the usual one.

    Raises:
        BrokenInstallation: it is missing, or does not say what it must.
    """
    path = folder / "titles" / "templates.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        templates = tuple(_template(item) for item in document["templates"])
        if not templates or len({template.id for template in templates}) < len(templates):
            raise ValueError("no templates, or two of one id")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenInstallation(path, "titles_broken") from error
    return templates


def _template(item: dict[str, Any]) -> Template:
    name = {language: item["name"][language] for language in LANGUAGES}
    if not all(isinstance(text, str) and text for text in (item["id"], *name.values())):
        raise ValueError(f"{item['id']}: no name")
    return Template(item["id"], name, _style(item["style"]))


def _style(found: dict[str, Any]) -> Style:
    """A style of which the file says what is not usual; ValueError for what a style has not, or not so."""
    usual = Style()
    for key, value in found.items():
        kind = type(getattr(usual, key))
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not (number if kind in (int, float) else isinstance(value, str)):
            raise ValueError(f"{key} is not {value!r}")
    if not set(found) <= {field.name for field in fields(Style)}:
        raise ValueError("more than a style has")
    style = Style(**found)
    return Style(**{**found, "align": Align(style.align)})
