"""What one needs to know to find out why Bestframe behaves on a machine as it does; nothing of it names a person."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import PurePath

from PySide6.QtCore import QLibraryInfo, QSysInfo
from PySide6.QtGui import QGuiApplication

from app import __version__
from app.domain.errors import BestframeError
from app.domain.messages import QT_TRANSLATE_NOOP, Message
from app.domain.project import Analysis
from app.store.past import ChoiceRate
from app.ui.background.work import Listener

_PACKAGES = {
    "MNN": "MNN",
    "PyAV": "av",
    "OpenCV": "opencv-python-headless",
    "Pillow": "Pillow",
    "NumPy": "numpy",
    "SQLAlchemy": "SQLAlchemy",
}
"""Libraries whose versions matter, by what people call them."""

NOTHING_ANALYSED = QT_TRANSLATE_NOOP("Diagnostics", "nothing was analysed yet")
NOTHING_DECIDED = QT_TRANSLATE_NOOP("Diagnostics", "nothing was decided yet")
LOOKING = QT_TRANSLATE_NOOP("Diagnostics", "looking…")
MISSING = QT_TRANSLATE_NOOP("Diagnostics", "missing")
DAMAGED = QT_TRANSLATE_NOOP("Diagnostics", "damaged")


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under a heading.

    Attributes:
        title: English, in the context `Diagnostics`.
        facts: pairs of what it is, English in the same context or a name, and its value.
    """

    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ModelFact:
    """A model of the installation: its version, its size in bytes, and what it really runs on."""

    name: str
    version: str
    size: int
    backend: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What takes a moment to find out.

    Attributes:
        models: all of the manifest.
        notices: why the wanted backend is not the one that runs.
        rate: how recommendations were decided on; None if nothing was stored, or it cannot be read.
    """

    models: tuple[ModelFact, ...]
    notices: tuple[Message, ...] = field(default=())
    rate: ChoiceRate | None = None


def examine(listener: Listener, backend: str) -> Examined:
    """Load every model as an analysis does, and see what it runs on; for a background thread.

    Raises:
        BestframeError: the manifest is missing or damaged.
    """
    from app.inference import load_manifest, open_session

    models, notices = [], []
    for entry in load_manifest().values():
        if listener.cancelled():
            break
        try:
            session, notice = open_session(entry, backend)
            models.append(ModelFact(entry.name, entry.version, entry.size, session.backend))
        except BestframeError:
            models.append(ModelFact(entry.name, entry.version, 0, DAMAGED))
            continue
        if notice is not None and notice not in notices:
            notices.append(notice)
    return Examined(tuple(models), tuple(notices), _choice_rate())


def _choice_rate() -> ChoiceRate | None:
    """How recommendations were decided on; a store is not made for the sake of asking."""
    from app.store.decisions import DecisionStore, store_path

    try:
        return DecisionStore.open().choice_rate() if store_path().exists() else None
    except BestframeError:
        return None


def decisions(examined: Examined | None) -> Group:
    """How recommendations were decided on, on this computer."""
    title = QT_TRANSLATE_NOOP("Diagnostics", "Decisions")
    rate = examined.rate if examined is not None else None
    if rate is None or rate.unchanged is None:
        return Group(title, (("", LOOKING if examined is None else NOTHING_DECIDED),))
    return Group(
        title,
        (
            (QT_TRANSLATE_NOOP("Diagnostics", "Taken as recommended"), f"{rate.unchanged:.0%}"),
            (QT_TRANSLATE_NOOP("Diagnostics", "The first one"), str(rate.first)),
            (QT_TRANSLATE_NOOP("Diagnostics", "Another one"), str(rate.other)),
            (QT_TRANSLATE_NOOP("Diagnostics", "With another crop"), str(rate.recropped)),
            (QT_TRANSLATE_NOOP("Diagnostics", "Another frame"), str(rate.own_frame)),
            (QT_TRANSLATE_NOOP("Diagnostics", "None of them"), str(rate.rejected)),
        ),
    )


def versions() -> Group:
    """The program and what it stands on."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    qt = f"{QLibraryInfo.version().toString()} ({QGuiApplication.platformName()})"
    libraries = [(name, _version(package)) for name, package in _PACKAGES.items()]
    return Group(
        QT_TRANSLATE_NOOP("Diagnostics", "Versions"),
        (("Bestframe", __version__), ("Python", python), ("Qt", qt), *libraries),
    )


def machine() -> Group:
    """The computer, as far as it matters for speed and look."""
    screen = QGuiApplication.primaryScreen()
    size = screen.size() * screen.devicePixelRatio()
    return Group(
        QT_TRANSLATE_NOOP("Diagnostics", "Computer"),
        (
            (QT_TRANSLATE_NOOP("Diagnostics", "System"), f"{QSysInfo.prettyProductName()}, {platform.machine()}"),
            (QT_TRANSLATE_NOOP("Diagnostics", "Processor cores"), str(os.cpu_count() or 1)),
            (
                QT_TRANSLATE_NOOP("Diagnostics", "Screen"),
                f"{size.width()} × {size.height()}, {screen.devicePixelRatio():.0%}",
            ),
        ),
    )


def models(examined: Examined | None, wanted: str) -> Group:
    """The models, and what they run on; None while that is being found out."""
    found: tuple[tuple[str, str], ...] = ()
    if examined is not None:
        found = tuple((model.name, _model_text(model)) for model in examined.models)
    running = LOOKING
    if examined is not None:
        running = ", ".join(sorted({model.backend for model in examined.models})) or MISSING
    return Group(
        QT_TRANSLATE_NOOP("Diagnostics", "Models"),
        (
            (QT_TRANSLATE_NOOP("Diagnostics", "Backend that was asked for"), wanted),
            (QT_TRANSLATE_NOOP("Diagnostics", "Backend that really runs"), running),
            *found,
        ),
    )


def last_analysis(analysis: Analysis | None) -> Group:
    """How the last analysis went; the source is described and not named."""
    title = QT_TRANSLATE_NOOP("Diagnostics", "Last analysis")
    if analysis is None:
        return Group(title, (("", NOTHING_ANALYSED),))
    found = analysis.recommendation
    source, timing = found.source, found.timing
    length = "" if source.duration is None else f", {source.duration:.1f} s"
    described = f"{source.kind.value}, {source.size.width} × {source.size.height}{length}"
    first = "–" if timing.first is None else f"{timing.first:.2f} s"
    stages = tuple((name, f"{seconds:.2f} s") for name, seconds in timing.stages.items())
    return Group(
        title,
        (
            (QT_TRANSLATE_NOOP("Diagnostics", "Source"), described),
            (QT_TRANSLATE_NOOP("Diagnostics", "Ran on"), analysis.backend),
            (QT_TRANSLATE_NOOP("Diagnostics", "Frames looked at"), str(found.frames_considered)),
            (QT_TRANSLATE_NOOP("Diagnostics", "First recommendation after"), first),
            (QT_TRANSLATE_NOOP("Diagnostics", "All of it took"), f"{timing.total:.2f} s"),
            *stages,
        ),
    )


def log(path: str) -> Group:
    """Where the log is."""
    return Group(QT_TRANSLATE_NOOP("Diagnostics", "Log"), ((QT_TRANSLATE_NOOP("Diagnostics", "File"), path),))


def as_text(groups: tuple[Group, ...]) -> str:
    """All of it in English, to be sent to somebody."""
    return "\n\n".join("\n".join(_lines(group)) for group in groups) + "\n"


def without_person(path: PurePath, home: PurePath) -> str:
    """A path of which nobody can tell whose it is: from `~` on where it is in the home folder, else its last part."""
    if path.is_relative_to(home):
        return str(PurePath("~") / path.relative_to(home))
    return str(PurePath("…") / path.name)


def _lines(group: Group) -> Iterator[str]:
    yield group.title
    for name, value in group.facts:
        yield f"  {name}: {value}" if name else f"  {value}"


def _model_text(model: ModelFact) -> str:
    return f"{model.version} · {model.size / 1e6:.1f} MB · {model.backend}"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return MISSING
