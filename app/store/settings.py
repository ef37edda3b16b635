"""What a user chose for the program as a whole, kept as JSON in the user's configuration folder.

`Settings` declares each setting once: its name, type and default, what it may be, what it is called and what it does.
The file, the preferences window and the menus are made from it.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from app.domain.backends import Backend, possible_gpus
from app.domain.errors import CannotWrite
from app.domain.export import LARGEST_TARGET, SIDES, SMALLEST_TARGET, ExportOptions, Format, Sizing
from app.domain.files import write_whole
from app.domain.geometry import Aspect
from app.domain.limits import USUAL_MEGAPIXELS
from app.domain.messages import QT_TRANSLATE_NOOP
from app.store.preferences import (
    Choice,
    Decimal,
    Folder,
    Keys,
    Optional,
    Pattern,
    Preference,
    Section,
    Several,
    Shaped,
    Switch,
    Whole,
    about,
)

_logger = logging.getLogger(__name__)

_LARGEST = 1_000_000
"""Bytes of a file that is read; ours have a few thousand."""


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


class Motion(StrEnum):
    """Whether what comes and goes moves."""

    SYSTEM = "system"
    FULL = "full"
    REDUCED = "reduced"


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

STANDARD_SHAPES = tuple(Aspect.parse(text) for text in ("original", "16:9", "4:3", "1:1", "3:4", "9:16"))
"""The free shapes that are offered; any other can be written."""


_EXPORT = ExportOptions()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; each has a default that suits most.

    Attributes:
        language: that the window speaks.
        theme: its colours.
        scale: size of everything in the window, in percent of what the system wants.
        motion: whether things fade in and out.
        hints: whether the window tells newcomers the most important keys.
        shape: that covers have at first.
        budget: seconds that a recommendation may take, see `app.domain.recommendation.Options`.
        backend: that the models should run on.
        folder: that covers are written to; None is that of the video or picture.
        pixel_limit: megapixels from which on a picture or video is refused; one of `PIXEL_LIMITS`.
        shortcuts: keys by the id of their action, where they are not those of `app.commands`.
        overlays: those that are on, in the order of `Overlay`.
        heat_opacity: one of `OPACITIES`.

    Those that begin with `export_` are the attributes of `ExportOptions`, as they were last used; see `export`.
    """

    language: Language = field(
        default=Language.SYSTEM,
        metadata=about(
            Choice(
                {
                    Language.SYSTEM: QT_TRANSLATE_NOOP("Preferences", "As the system"),
                    # A language is called as its speakers call it.
                    Language.ENGLISH: "English",
                    Language.CHINESE: "简体中文",
                }
            ),
            Section.LOOK,
            QT_TRANSLATE_NOOP("Preferences", "Language"),
            QT_TRANSLATE_NOOP("Preferences", "Of menus, messages and names."),
        ),
    )
    theme: Theme = field(
        default=Theme.SYSTEM,
        metadata=about(
            Choice(
                {
                    Theme.SYSTEM: QT_TRANSLATE_NOOP("Preferences", "As the system"),
                    Theme.LIGHT: QT_TRANSLATE_NOOP("Preferences", "Light"),
                    Theme.DARK: QT_TRANSLATE_NOOP("Preferences", "Dark"),
                }
            ),
            Section.LOOK,
            QT_TRANSLATE_NOOP("Preferences", "Theme"),
            QT_TRANSLATE_NOOP("Preferences", "The greys around pictures are neutral in both."),
        ),
    )
    scale: int = field(
        default=100,
        metadata=about(
            Whole(75, 300, 25, "{number} %"),
            Section.LOOK,
            QT_TRANSLATE_NOOP("Preferences", "Interface scale"),
            QT_TRANSLATE_NOOP("Preferences", "On top of the scale of the system. Holds from the next start on."),
            at_start=True,
        ),
    )
    motion: Motion = field(
        default=Motion.SYSTEM,
        metadata=about(
            Choice(
                {
                    Motion.SYSTEM: QT_TRANSLATE_NOOP("Preferences", "As the system"),
                    Motion.FULL: QT_TRANSLATE_NOOP("Preferences", "On"),
                    Motion.REDUCED: QT_TRANSLATE_NOOP("Preferences", "Off"),
                }
            ),
            Section.LOOK,
            QT_TRANSLATE_NOOP("Preferences", "Animations"),
            QT_TRANSLATE_NOOP("Preferences", "Whether messages fade in and out."),
        ),
    )
    hints: bool = field(
        default=True,
        metadata=about(
            Switch(),
            Section.LOOK,
            QT_TRANSLATE_NOOP("Preferences", "Hint for newcomers"),
            QT_TRANSLATE_NOOP("Preferences", "A line with the most important keys, until it is dismissed."),
        ),
    )
    shape: Aspect = field(
        default=Aspect(None),
        metadata=about(
            Shaped(STANDARD_SHAPES),
            Section.COVERS,
            QT_TRANSLATE_NOOP("Preferences", "Shape at first"),
            QT_TRANSLATE_NOOP("Preferences", "The shape that a new window begins with."),
        ),
    )
    budget: float = field(
        default=1.0,
        metadata=about(
            Decimal(0.2, 60.0, 0.5, QT_TRANSLATE_NOOP("Preferences", "{number} s")),
            Section.COVERS,
            QT_TRANSLATE_NOOP("Preferences", "Time budget"),
            QT_TRANSLATE_NOOP(
                "Preferences",
                "What reading and scoring may take. More time looks at more frames. Holds from the next analysis on.",
            ),
        ),
    )
    backend: Backend = field(
        default=Backend.AUTO,
        metadata=about(
            Choice(
                {
                    Backend.AUTO: QT_TRANSLATE_NOOP("Preferences", "Whatever suits"),
                    Backend.CPU: QT_TRANSLATE_NOOP("Preferences", "Processor (CPU)"),
                    Backend.OPENCL: QT_TRANSLATE_NOOP("Preferences", "Graphics card (OpenCL)"),
                    Backend.VULKAN: QT_TRANSLATE_NOOP("Preferences", "Graphics card (Vulkan)"),
                    Backend.CUDA: QT_TRANSLATE_NOOP("Preferences", "Graphics card (CUDA)"),
                    Backend.METAL: QT_TRANSLATE_NOOP("Preferences", "Graphics card (Metal)"),
                },
                (Backend.AUTO, Backend.CPU, *map(Backend, possible_gpus(sys.platform))),
            ),
            Section.COVERS,
            QT_TRANSLATE_NOOP("Preferences", "Compute on"),
            QT_TRANSLATE_NOOP(
                "Preferences",
                "A graphics card is used only where it passes a test; Diagnostics tells what really runs.",
            ),
        ),
    )
    folder: Path | None = field(
        default=None,
        metadata=about(
            Folder(),
            Section.FILES,
            QT_TRANSLATE_NOOP("Preferences", "Output folder"),
            QT_TRANSLATE_NOOP("Preferences", "Where covers are written. Accepting never replaces a file."),
        ),
    )
    pixel_limit: int = field(
        default=USUAL_MEGAPIXELS,
        metadata=about(
            Whole(PIXEL_LIMITS[0], PIXEL_LIMITS[-1], 50, QT_TRANSLATE_NOOP("Preferences", "{number} megapixels")),
            Section.FILES,
            QT_TRANSLATE_NOOP("Preferences", "Largest picture"),
            QT_TRANSLATE_NOOP(
                "Preferences",
                "Larger pictures and videos are refused unread. Reading takes three megabytes of memory per megapixel.",
            ),
        ),
    )
    shortcuts: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict,
        metadata=about(
            Keys(),
            Section.KEYS,
            QT_TRANSLATE_NOOP("Preferences", "Shortcuts"),
            QT_TRANSLATE_NOOP("Preferences", "Choose an action, then press the keys that it is to have."),
        ),
    )
    overlays: tuple[Overlay, ...] = field(default=(), metadata=about(Several(Overlay)))
    heat_opacity: int = field(default=70, metadata=about(Whole(OPACITIES[0], OPACITIES[-1])))
    export_format: Format = field(default=_EXPORT.format, metadata=about(Choice({each: each.label for each in Format})))
    export_quality: int = field(default=_EXPORT.quality, metadata=about(Whole(1, 100)))
    export_target: int | None = field(default=None, metadata=about(Optional(Whole(SMALLEST_TARGET, LARGEST_TARGET))))
    export_sizing: Sizing = field(default=_EXPORT.sizing, metadata=about(Choice({each: each for each in Sizing})))
    export_side: int = field(default=_EXPORT.side, metadata=about(Whole(*SIDES)))
    export_metadata: bool = field(default=False, metadata=about(Switch()))
    export_pattern: str = field(default=_EXPORT.pattern, metadata=about(Pattern()))
    export_folder: Path | None = field(default=None, metadata=about(Folder()))

    @property
    def export(self) -> ExportOptions:
        """How covers were last exported."""
        return ExportOptions(**{each.name: getattr(self, f"export_{each.name}") for each in fields(ExportOptions)})

    def exported(self, options: ExportOptions) -> Settings:
        """These settings, covers exported in another way."""
        return replace(self, **{f"export_{each.name}": getattr(options, each.name) for each in fields(options)})


def _declared() -> dict[str, Preference]:
    found = {}
    for each in fields(Settings):
        default = each.default if each.default_factory is MISSING else each.default_factory()
        found[each.name] = Preference(each.name, default, **each.metadata)
    return found


PREFERENCES: dict[str, Preference] = _declared()
"""All settings by their name."""


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
    What another version wrote, and this one does not know, stays in the file.
    """
    content: object = None
    try:
        content = _read(path)
        settings, dropped = _understand(content)
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
        _write(settings, _unknown(content), path)
    except (OSError, CannotWrite) as error:
        _logger.warning("no backup of the settings: %s", error)
        return Loaded(settings, dropped)
    return Loaded(settings, dropped, backup)


def peek(path: Path) -> Settings:
    """The settings as far as they make sense, the file left as it is: for the command line."""
    try:
        return _understand(_read(path))[0]
    except (OSError, ValueError, RecursionError):
        return Settings()


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all; what this version does not know of the file stays in it.

    Raises:
        CannotWrite: the folder or the file cannot be written.
    """
    try:
        unknown = _unknown(_read(path))
    except (OSError, ValueError, RecursionError):
        unknown = {}
    _write(settings, unknown, path)


def _read(path: Path) -> object:
    """The JSON document in a file; ValueError if it is none."""
    if path.stat().st_size > _LARGEST:
        raise ValueError("the file is larger than settings can be")
    content: object = json.loads(path.read_text(encoding="utf-8"))
    return content


def _write(settings: Settings, unknown: Mapping[str, object], path: Path) -> None:
    known = {name: each.kind.write(getattr(settings, name)) for name, each in PREFERENCES.items()}
    # Not durable: a switch in the window saves at once and cannot wait for the disk.
    write_whole((json.dumps({**known, **unknown}, indent=2) + "\n").encode(), path, durable=False)


def _unknown(content: object) -> dict[str, object]:
    """What other versions have to say in a JSON document."""
    if not isinstance(content, dict):
        return {}
    return {name: value for name, value in content.items() if name not in PREFERENCES}


def _understand(content: object) -> tuple[Settings, tuple[str, ...]]:
    """The settings in a JSON document, and the names of those that make no sense."""
    if not isinstance(content, dict):
        return Settings(), ("*",)
    good: dict[str, Any] = {}
    dropped = []
    for name, preference in PREFERENCES.items():
        if name not in content:
            continue
        try:
            good[name] = preference.kind.read(content[name])
        except ValueError:
            _logger.warning("setting %s dropped: it is not %s", name, preference.kind.wanted)
            dropped.append(name)
    return Settings(**good), tuple(dropped)
