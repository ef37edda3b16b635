"""What a user chose for the program as a whole, kept as JSON in the user's configuration folder."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from app.domain.backends import Backend
from app.domain.errors import CannotWrite

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


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; each has a default that suits most."""

    language: Language = Language.SYSTEM
    theme: Theme = Theme.SYSTEM
    backend: Backend = Backend.AUTO


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


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all.

    Raises:
        CannotWrite: the folder or the file cannot be written.
    """
    text = json.dumps(asdict(settings), indent=2) + "\n"
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise CannotWrite(path, "cannot_write", reason=error.strerror or str(error)) from error


def _understand(content: Any) -> tuple[Settings, tuple[str, ...]]:
    """The settings in a JSON document, and the names of those that make no sense."""
    if not isinstance(content, dict):
        return Settings(), ("*",)
    kinds: dict[str, type[StrEnum]] = {"language": Language, "theme": Theme, "backend": Backend}
    good: dict[str, Any] = {}
    dropped = []
    for name, value in content.items():
        try:
            good[name] = kinds[name](value)
        except (KeyError, ValueError):
            dropped.append(str(name))
    return Settings(**good), tuple(dropped)
