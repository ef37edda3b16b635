"""The ways in which a user hands files to the window: dialogs and drag and drop. Neither blocks the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.language import translate


def ask_for_files(parent: QWidget, chosen: Callable[[Sequence[Path]], None]) -> QFileDialog:
    """Let the user choose a video or pictures; `chosen` is called with them, or never."""
    dialog = QFileDialog(parent, translate("Opening", "Open a video or pictures"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _ask(dialog, chosen)


def ask_for_folder(parent: QWidget, chosen: Callable[[Sequence[Path]], None]) -> QFileDialog:
    """Let the user choose a folder of pictures; `chosen` is called with it, or never."""
    dialog = QFileDialog(parent, translate("Opening", "Open a folder of pictures"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _ask(dialog, chosen)


def _ask(dialog: QFileDialog, chosen: Callable[[Sequence[Path]], None]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.open()
    return dialog


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this computer in what is dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
