"""The menu of what was opened lately."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QMenu

from app.store.recent import Sources
from app.ui.style.language import translate
from app.ui.widgets.opening import sources_title


class RecentMenu:
    """Fills a menu; what is no longer there is told when it is opened, since looking for it here could take long."""

    def __init__(self, menu: QMenu, opened: Callable[[Sequence[Path]], object]) -> None:
        self.menu = menu
        self._open = opened
        self._found: tuple[Sources, ...] = ()
        self.retranslate()

    @property
    def folder(self) -> Path | None:
        """Where what was opened last lies; None where that is not known."""
        return self._found[0][0].parent if self._found else None

    def show_recent(self, found: tuple[Sources, ...]) -> None:
        """Show what was opened lately, latest first."""
        self._found = found
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""
        self.menu.setTitle(translate("RecentMenu", "Open &recent"))
        self.menu.clear()
        for sources in self._found:
            action = self.menu.addAction(sources_title(sources).replace("&", "&&"))
            action.setToolTip(str(sources[0]))
            action.triggered.connect(functools.partial(self._opened, sources))
        self.menu.setToolTipsVisible(True)
        self.menu.setEnabled(bool(self._found))

    def _opened(self, sources: Sources, _checked: bool = False) -> None:
        self._open(sources)
