"""What a user chose for the program as a whole, kept as JSON in the user's configuration folder."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from app.domain.backends import Backend
from app.domain.errors import CannotWrite
from app.domain.files import write_whole
from app.domain.limits import USUAL_MEGAPIXELS

_logger = logging.getLogger(__name__)


class Theme(StrEnum):
    """Light, dark, or as the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Language(StrEnum):
    """The languages that the window speaks."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


class Overlay(StrEnum):
    """What can be drawn over the chosen picture."""

    FACES = "faces"
    HEAT = "heat"
    CROPS = "crops"
    THIRDS = "thirds"
    SAFE_AREAS = "safe_areas"


OPACITIES = range(10, 101)
"""How opaque the heat map can be, in percent; below, it could not be seen."""

PIXEL_LIMITS = range(1, 1001)
"""Megapixels that can be set as the limit; a thousand take three gigabytes to read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; each has a default that suits most.

    Attributes:
        overlays: those that are on, in the order of `Overlay`.
        heat_opacity: one of `OPACITIES`.
        pixel_limit: megapixels from which on a picture or video is refused; one of `PIXEL_LIMITS`.
    """

    language: Language = Language.SYSTEM
    theme: Theme = Theme.SYSTEM
    backend: Backend = Backend.AUTO
    overlays: tuple[Overlay, ...] = ()
    heat_opacity: int = 70
    pixel_limit: int = USUAL_MEGAPIXELS


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read.

    Attributes:
        settings: usable in any case.
        dropped: names of the settings that made no sense and are back at their default; `*` when all of them are.
        backup: the file as it was, if something was dropped and it could be kept.
    """

    settings: Settings
    dropped: tuple[str, ...] = ()
    backup: Path | None = None


def settings_path() -> Path:
    """Where the settings are kept."""
    return platformdirs.user_config_path("bestframe", appauthor=False) / "settings.json"


def load(path: Path) -> Loaded:
    """Read the settings; whatever is wrong with the file, the program starts.

    A file with content that makes no sense is moved to `settings.backup.json`, and what did make sense stays in force.
    """
    try:
        settings, dropped = _understand(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Loaded(Settings())
    except (OSError, ValueError, RecursionError) as error:
        _logger.warning("settings cannot be read: %s", error)
        settings, dropped = Settings(), ("*",)
    if not dropped:
        return Loaded(settings)
    backup = path.with_suffix(".backup.json")
    try:
        path.replace(backup)
        save(settings, path)
    except (OSError, CannotWrite) as error:
        _logger.warning("no backup of the settings: %s", error)
        return Loaded(settings, dropped)
    return Loaded(settings, dropped, backup)


def peek(path: Path) -> Settings:
    """The settings as far as they make sense, the file left as it is: for the command line."""
    try:
        return _understand(json.loads(path.read_text(encoding="utf-8")))[0]
    except (OSError, ValueError, RecursionError):
        return Settings()


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all.

    Raises:
        CannotWrite: the folder or the file cannot be written.
    """
    # Not durable: a switch in the window saves at once and cannot wait for the disk.
    write_whole((json.dumps(asdict(settings), indent=2) + "\n").encode(), path, durable=False)


def _understand(content: Any) -> tuple[Settings, tuple[str, ...]]:
    """The settings in a JSON document, and the names of those that make no sense."""
    if not isinstance(content, dict):
        return Settings(), ("*",)
    good: dict[str, Any] = {}
    dropped = []
    for name, value in content.items():
        try:
            good[name] = _KINDS[name](value)
        except (KeyError, ValueError):
            dropped.append(str(name))
    return Settings(**good), tuple(dropped)


def _overlays(value: Any) -> tuple[Overlay, ...]:
    """Each overlay once, in the order of `Overlay`."""
    if not isinstance(value, list):
        raise ValueError("not a list")
    wanted = [Overlay(name) for name in value]
    return tuple(overlay for overlay in Overlay if overlay in wanted)


def _opacity(value: Any) -> int:
    if type(value) is not int or value not in OPACITIES:
        raise ValueError("not a share in percent that can be seen")
    return value


def _pixel_limit(value: Any) -> int:
    if type(value) is not int or value not in PIXEL_LIMITS:
        raise ValueError("not a number of megapixels that can be held in memory")
    return value


_KINDS: dict[str, Callable[[Any], Any]] = {
    "language": Language,
    "theme": Theme,
    "backend": Backend,
    "overlays": _overlays,
    "heat_opacity": _opacity,
    "pixel_limit": _pixel_limit,
}
"""What makes a setting of a JSON value; raises ValueError for one that makes no sense."""
