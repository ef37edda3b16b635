"""The menu of what was opened lately."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QMenu

from app.store.recent import Sources
from app.ui.style.language import translate


class RecentMenu:
    """Fills a menu; what is no longer there is told when it is opened, since looking for it here could take long."""

    def __init__(self, menu: QMenu, opened: Callable[[Sequence[Path]], object]) -> None:
        self.menu = menu
        self._open = opened
        self._found: tuple[Sources, ...] = ()
        self.retranslate()

    def show_recent(self, found: tuple[Sources, ...]) -> None:
        """Show what was opened lately, latest first."""
        self._found = found
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""
        self.menu.setTitle(translate("RecentMenu", "Open &recent"))
        self.menu.clear()
        for sources in self._found:
            action = self.menu.addAction(_title(sources).replace("&", "&&"))
            action.setToolTip(str(sources[0]))
            action.triggered.connect(functools.partial(self._opened, sources))
        self.menu.setToolTipsVisible(True)
        self.menu.setEnabled(bool(self._found))

    def _opened(self, sources: Sources, _checked: bool) -> None:
        self._open(sources)


def _title(sources: Sources) -> str:
    """The name, and the folder that tells files of one name apart."""
    first = sources[0]
    more = f" +{len(sources) - 1}" if len(sources) > 1 else ""
    return f"{first.name or first}{more}  —  {first.parent.name or first.parent}"
