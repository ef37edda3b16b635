"""Every action of the window, with the shortcut that it has until a user changes it."""

from __future__ import annotations

from app.commands.action import Action, Fact, Menu
from app.domain.messages import QT_TRANSLATE_NOOP

_CHOSEN = frozenset({Fact.CHOSEN})

ACTIONS: tuple[Action, ...] = (
    Action("open", QT_TRANSLATE_NOOP("Actions", "&Open…"), ("Ctrl+O",)),
    Action("open_folder", QT_TRANSLATE_NOOP("Actions", "Open &folder of pictures…"), ("Ctrl+Shift+O",)),
    Action("analyse_again", QT_TRANSLATE_NOOP("Actions", "&Analyse again"), ("F5",), frozenset({Fact.OPENED})),
    Action("show_in_folder", QT_TRANSLATE_NOOP("Actions", "&Show cover in folder"), (), frozenset({Fact.WRITTEN})),
    Action("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",)),
    Action("choose_1", QT_TRANSLATE_NOOP("Actions", "Candidate &1"), ("1",), frozenset({Fact.CANDIDATE_1})),
    Action("choose_2", QT_TRANSLATE_NOOP("Actions", "Candidate &2"), ("2",), frozenset({Fact.CANDIDATE_2})),
    Action("choose_3", QT_TRANSLATE_NOOP("Actions", "Candidate &3"), ("3",), frozenset({Fact.CANDIDATE_3})),
    Action("accept", QT_TRANSLATE_NOOP("Actions", "&Accept cover"), ("Return", "Enter"), frozenset({Fact.ACCEPTABLE})),
    Action("reject", QT_TRANSLATE_NOOP("Actions", "&Reject all"), ("Backspace",), frozenset({Fact.CANDIDATE_1})),
    Action("toggle_faces", QT_TRANSLATE_NOOP("Actions", "&Face boxes"), ("F",), _CHOSEN, checkable=True),
    Action("toggle_heat", QT_TRANSLATE_NOOP("Actions", "Saliency &heat map"), ("H",), _CHOSEN, checkable=True),
    Action("toggle_crops", QT_TRANSLATE_NOOP("Actions", "&Proposed crops"), ("C",), _CHOSEN, checkable=True),
    Action("cancel", QT_TRANSLATE_NOOP("Actions", "&Cancel"), ("Esc",), frozenset({Fact.BUSY})),
)

MENUS: tuple[Menu, ...] = (
    Menu(
        "file",
        QT_TRANSLATE_NOOP("Actions", "&File"),
        ("open", "open_folder", None, "analyse_again", "cancel", None, "show_in_folder", None, "quit"),
    ),
    Menu(
        "cover",
        QT_TRANSLATE_NOOP("Actions", "&Cover"),
        ("choose_1", "choose_2", "choose_3", None, "accept", "reject"),
    ),
    Menu("view", QT_TRANSLATE_NOOP("Actions", "&View"), ("toggle_faces", "toggle_heat", "toggle_crops", None)),
)
