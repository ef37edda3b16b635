"""The ways in which a user hands files to the window: dialogs and drag and drop. Neither blocks the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.style.language import translate


def ask_for_files(parent: QWidget, chosen: Callable[[Sequence[Path]], None], folder: Path | None = None) -> QFileDialog:
    """Let the user choose a video or pictures, from `folder` on; `chosen` is called with them, or never."""
    dialog = QFileDialog(parent, translate("Opening", "Open a video or pictures"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _ask(dialog, chosen, folder)


def ask_for_folder(
    parent: QWidget, chosen: Callable[[Sequence[Path]], None], folder: Path | None = None
) -> QFileDialog:
    """Let the user choose a folder of pictures, from `folder` on; `chosen` is called with it, or never."""
    dialog = QFileDialog(parent, translate("Opening", "Open a folder of pictures"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _ask(dialog, chosen, folder)


def ask_for_target(parent: QWidget, chosen: Callable[[Path], None]) -> QFileDialog:
    """Let the user choose the folder that covers are written to; `chosen` is called with it, or never."""
    dialog = QFileDialog(parent, translate("Opening", "Write covers into a folder"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _ask(dialog, lambda paths: chosen(paths[0]))


def ask_where(parent: QWidget, gone: Path, found: Callable[[Path], None]) -> QFileDialog:
    """Let the user say where a source went; `found` is called with the place, or never."""
    dialog = QFileDialog(parent, translate("Opening", "Where is {name} now?").format(name=gone.name))
    # A folder has no suffix as a rule; the file's own name is what one looks for first.
    if gone.suffix:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.selectFile(gone.name)
    else:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
    return _ask(dialog, lambda paths: found(paths[0]))


def _ask(dialog: QFileDialog, chosen: Callable[[Sequence[Path]], None], folder: Path | None = None) -> QFileDialog:
    if folder is not None and folder.is_dir():
        dialog.setDirectory(str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.open()
    return dialog


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this computer in what is dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def sources_title(sources: Sequence[Path]) -> str:
    """What was opened at once: the name, and the folder that tells files of one name apart."""
    first = sources[0]
    more = f" +{len(sources) - 1}" if len(sources) > 1 else ""
    return f"{first.name or first}{more}  —  {first.parent.name or first.parent}"
