"""Every action of the window, with the shortcut that it has until a user changes it."""

from __future__ import annotations

from app.commands.action import Action, Fact, Menu
from app.domain.geometry import Aspect
from app.domain.messages import QT_TRANSLATE_NOOP

_CHOSEN = frozenset({Fact.CHOSEN})
_CROPPABLE = frozenset({Fact.CROPPABLE})
_VIDEO = frozenset({Fact.VIDEO})
_OPENED = frozenset({Fact.OPENED})
_ADJUSTED = frozenset({Fact.ADJUSTED})
_CHANGED = frozenset({Fact.CHANGED})
_TITLED = frozenset({Fact.TITLED})
_STOOD = frozenset({Fact.TITLE_STOOD})

FILE: tuple[Action, ...] = (
    Action("open", QT_TRANSLATE_NOOP("Actions", "&Open…"), ("Ctrl+O",)),
    Action("open_folder", QT_TRANSLATE_NOOP("Actions", "Open &folder of pictures…"), ("Ctrl+Shift+O",)),
    Action("analyse_again", QT_TRANSLATE_NOOP("Actions", "&Analyse again"), ("F5",), _OPENED),
    Action("cancel", QT_TRANSLATE_NOOP("Actions", "&Cancel"), ("Esc",), frozenset({Fact.CANCELLABLE})),
    Action("export", QT_TRANSLATE_NOOP("Actions", "&Export…"), ("Ctrl+E",), _CHOSEN, checkable=True),
    Action("show_in_folder", QT_TRANSLATE_NOOP("Actions", "&Show cover in folder"), (), frozenset({Fact.WRITTEN})),
    Action("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",)),
)

EDIT: tuple[Action, ...] = (
    Action("undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), ("Ctrl+Z",), frozenset({Fact.UNDOABLE}), repeats=True),
    Action("redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), ("Ctrl+Shift+Z",), frozenset({Fact.REDOABLE}), repeats=True),
    Action("crop_left", QT_TRANSLATE_NOOP("Actions", "Crop to the &left"), ("Left",), _CROPPABLE, repeats=True),
    Action("crop_right", QT_TRANSLATE_NOOP("Actions", "Crop to the &right"), ("Right",), _CROPPABLE, repeats=True),
    Action("crop_up", QT_TRANSLATE_NOOP("Actions", "Crop &upwards"), ("Up",), _CROPPABLE, repeats=True),
    Action("crop_down", QT_TRANSLATE_NOOP("Actions", "Crop &downwards"), ("Down",), _CROPPABLE, repeats=True),
    Action(
        "crop_far_left",
        QT_TRANSLATE_NOOP("Actions", "Crop far to the le&ft"),
        ("Shift+Left",),
        _CROPPABLE,
        repeats=True,
    ),
    Action(
        "crop_far_right",
        QT_TRANSLATE_NOOP("Actions", "Crop far to the ri&ght"),
        ("Shift+Right",),
        _CROPPABLE,
        repeats=True,
    ),
    Action("crop_far_up", QT_TRANSLATE_NOOP("Actions", "Crop far up&wards"), ("Shift+Up",), _CROPPABLE, repeats=True),
    Action(
        "crop_far_down", QT_TRANSLATE_NOOP("Actions", "Crop far dow&nwards"), ("Shift+Down",), _CROPPABLE, repeats=True
    ),
    Action("crop_larger", QT_TRANSLATE_NOOP("Actions", "Crop l&arger"), ("+", "="), _CROPPABLE, repeats=True),
    Action("crop_smaller", QT_TRANSLATE_NOOP("Actions", "Crop &smaller"), ("-",), _CROPPABLE, repeats=True),
    Action("crop_reset", QT_TRANSLATE_NOOP("Actions", "Crop as rec&ommended"), ("0",), frozenset({Fact.CROPPED})),
    Action("note", QT_TRANSLATE_NOOP("Actions", "Write a &note"), ("N",), _OPENED),
    Action("preferences", QT_TRANSLATE_NOOP("Actions", "&Preferences…"), ("Ctrl+,",)),
)

LOOK: tuple[Action, ...] = (
    Action("adjust", QT_TRANSLATE_NOOP("Actions", "&Adjust the picture"), ("A",), _CHOSEN, checkable=True),
    Action("auto_look", QT_TRANSLATE_NOOP("Actions", "Adjust a&utomatically"), ("Shift+A",), _CROPPABLE),
    Action("turn_left", QT_TRANSLATE_NOOP("Actions", "Turn &left"), ("[",), _CROPPABLE),
    Action("turn_right", QT_TRANSLATE_NOOP("Actions", "Turn &right"), ("]",), _CROPPABLE),
    Action("mirror", QT_TRANSLATE_NOOP("Actions", "&Mirror"), ("M",), _CROPPABLE),
    Action("before", QT_TRANSLATE_NOOP("Actions", "Show as it was &before"), ("\\",), _CHANGED, checkable=True),
    Action("reset_look", QT_TRANSLATE_NOOP("Actions", "Re&set adjustments"), (), _ADJUSTED),
)

TITLE: tuple[Action, ...] = (
    Action("title", QT_TRANSLATE_NOOP("Actions", "&Write a title"), ("T",), _CHOSEN, checkable=True),
    Action("title_left", QT_TRANSLATE_NOOP("Actions", "Title to the &left"), ("Alt+Left",), _TITLED, repeats=True),
    Action("title_right", QT_TRANSLATE_NOOP("Actions", "Title to the &right"), ("Alt+Right",), _TITLED, repeats=True),
    Action("title_up", QT_TRANSLATE_NOOP("Actions", "Title &upwards"), ("Alt+Up",), _TITLED, repeats=True),
    Action("title_down", QT_TRANSLATE_NOOP("Actions", "Title &downwards"), ("Alt+Down",), _TITLED, repeats=True),
    Action(
        "title_far_left",
        QT_TRANSLATE_NOOP("Actions", "Title far to the le&ft"),
        ("Alt+Shift+Left",),
        _TITLED,
        repeats=True,
    ),
    Action(
        "title_far_right",
        QT_TRANSLATE_NOOP("Actions", "Title far to the ri&ght"),
        ("Alt+Shift+Right",),
        _TITLED,
        repeats=True,
    ),
    Action(
        "title_far_up", QT_TRANSLATE_NOOP("Actions", "Title far u&pwards"), ("Alt+Shift+Up",), _TITLED, repeats=True
    ),
    Action(
        "title_far_down",
        QT_TRANSLATE_NOOP("Actions", "Title far d&ownwards"),
        ("Alt+Shift+Down",),
        _TITLED,
        repeats=True,
    ),
    Action("title_place", QT_TRANSLATE_NOOP("Actions", "Place the title by &itself"), ("Shift+T",), _STOOD),
    Action("title_remove", QT_TRANSLATE_NOOP("Actions", "Remove the &title"), (), _TITLED),
)

COVER: tuple[Action, ...] = (
    Action("choose_1", QT_TRANSLATE_NOOP("Actions", "Candidate &1"), ("1",), frozenset({Fact.CANDIDATE_1})),
    Action("choose_2", QT_TRANSLATE_NOOP("Actions", "Candidate &2"), ("2",), frozenset({Fact.CANDIDATE_2})),
    Action("choose_3", QT_TRANSLATE_NOOP("Actions", "Candidate &3"), ("3",), frozenset({Fact.CANDIDATE_3})),
    Action("use_frame", QT_TRANSLATE_NOOP("Actions", "&Use this frame"), ("U",), frozenset({Fact.FREE_FRAME})),
    Action("keep_shape", QT_TRANSLATE_NOOP("Actions", "&Keep this shape too"), ("S",), _CHOSEN, checkable=True),
    Action("accept", QT_TRANSLATE_NOOP("Actions", "&Accept cover"), ("Return", "Enter"), frozenset({Fact.ACCEPTABLE})),
    Action("reject", QT_TRANSLATE_NOOP("Actions", "&Reject all"), ("Backspace",), frozenset({Fact.REJECTABLE})),
)

SHAPES: tuple[Action, ...] = (
    Action("shape_next", QT_TRANSLATE_NOOP("Actions", "&Next shape"), ("R",)),
    Action("shape_previous", QT_TRANSLATE_NOOP("Actions", "&Previous shape"), ("Shift+R",)),
    Action("shape_original", QT_TRANSLATE_NOOP("Actions", "&Original shape")),
    Action("shape_16_9", QT_TRANSLATE_NOOP("Actions", "Shape 1&6:9")),
    Action("shape_4_3", QT_TRANSLATE_NOOP("Actions", "Shape &4:3")),
    Action("shape_1_1", QT_TRANSLATE_NOOP("Actions", "Shape &1:1")),
    Action("shape_3_4", QT_TRANSLATE_NOOP("Actions", "Shape &3:4")),
    Action("shape_9_16", QT_TRANSLATE_NOOP("Actions", "Shape &9:16")),
)

PLAY: tuple[Action, ...] = (
    Action("play", QT_TRANSLATE_NOOP("Actions", "&Play or pause"), ("Space",), _VIDEO),
    Action("play_back", QT_TRANSLATE_NOOP("Actions", "Play &backwards"), ("J",), _VIDEO),
    Action("pause", QT_TRANSLATE_NOOP("Actions", "P&ause"), ("K",), _VIDEO),
    Action("play_on", QT_TRANSLATE_NOOP("Actions", "Play &forwards"), ("L",), _VIDEO),
    Action("previous_frame", QT_TRANSLATE_NOOP("Actions", "P&revious frame or picture"), (",",), _OPENED, repeats=True),
    Action("next_frame", QT_TRANSLATE_NOOP("Actions", "&Next frame or picture"), (".",), _OPENED, repeats=True),
)

VIEW: tuple[Action, ...] = (
    Action("toggle_faces", QT_TRANSLATE_NOOP("Actions", "&Face boxes"), ("F",), _CHOSEN, checkable=True),
    Action("toggle_heat", QT_TRANSLATE_NOOP("Actions", "Saliency &heat map"), ("H",), _CHOSEN, checkable=True),
    Action("toggle_crops", QT_TRANSLATE_NOOP("Actions", "&Proposed crops"), ("C",), _CHOSEN, checkable=True),
    Action("toggle_thirds", QT_TRANSLATE_NOOP("Actions", "Thirds &grid"), ("G",), _CHOSEN, checkable=True),
    Action(
        "toggle_safe_areas",
        QT_TRANSLATE_NOOP("Actions", "Safe areas of the p&latform"),
        ("P",),
        _CHOSEN,
        checkable=True,
    ),
    Action(
        "compare",
        QT_TRANSLATE_NOOP("Actions", "&Compare candidates"),
        ("B",),
        frozenset({Fact.SEVERAL}),
        checkable=True,
    ),
    Action("feed", QT_TRANSLATE_NOOP("Actions", "As in a fee&d"), ("D",), _CHOSEN, checkable=True),
    Action("zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom &in"), ("Ctrl++", "Ctrl+="), _CHOSEN, repeats=True),
    Action("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom &out"), ("Ctrl+-",), _CHOSEN, repeats=True),
    Action("zoom_fit", QT_TRANSLATE_NOOP("Actions", "Fi&t in the window"), ("Ctrl+0",), _CHOSEN),
    Action("zoom_actual", QT_TRANSLATE_NOOP("Actions", "&Actual size"), ("Ctrl+1",), _CHOSEN),
)

HELP: tuple[Action, ...] = (
    Action("palette", QT_TRANSLATE_NOOP("Actions", "&Find an action…"), ("Ctrl+K",)),
    Action("shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), ("?",)),
    Action("diagnostics", QT_TRANSLATE_NOOP("Actions", "&Diagnostics"), ()),
)

ACTIONS: tuple[Action, ...] = (*FILE, *EDIT, *LOOK, *TITLE, *COVER, *SHAPES, *PLAY, *VIEW, *HELP)

MENUS: tuple[Menu, ...] = (
    Menu(
        "file",
        QT_TRANSLATE_NOOP("Actions", "&File"),
        (
            "open",
            "open_folder",
            "recent",
            None,
            "analyse_again",
            "cancel",
            None,
            "export",
            "show_in_folder",
            None,
            "quit",
        ),
    ),
    Menu(
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Edit"),
        (
            *("undo", "redo", None),
            *("crop", "crop_reset", None),
            *("look", "title_menu", None),
            *("note", None),
            "preferences",
        ),
    ),
    Menu(
        "crop",
        QT_TRANSLATE_NOOP("Actions", "&Crop"),
        (
            *("crop_left", "crop_right", "crop_up", "crop_down", None),
            *("crop_far_left", "crop_far_right", "crop_far_up", "crop_far_down", None),
            *("crop_larger", "crop_smaller"),
        ),
    ),
    Menu(
        "look",
        QT_TRANSLATE_NOOP("Actions", "P&icture"),
        (
            *("adjust", "auto_look", None),
            *("turn_left", "turn_right", "mirror", None),
            *("before", "reset_look"),
        ),
    ),
    Menu(
        "title_menu",
        QT_TRANSLATE_NOOP("Actions", "&Title"),
        (
            *("title", None),
            *("title_left", "title_right", "title_up", "title_down", None),
            *("title_far_left", "title_far_right", "title_far_up", "title_far_down", None),
            *("title_place", "title_remove"),
        ),
    ),
    Menu(
        "cover",
        QT_TRANSLATE_NOOP("Actions", "&Cover"),
        (
            *("choose_1", "choose_2", "choose_3", "use_frame", None),
            *("shapes", "keep_shape", None),
            *("accept", "reject"),
        ),
    ),
    Menu(
        "shapes",
        QT_TRANSLATE_NOOP("Actions", "&Shape"),
        (
            *("shape_next", "shape_previous", None),
            *("shape_original", "shape_16_9", "shape_4_3", "shape_1_1", "shape_3_4", "shape_9_16"),
        ),
    ),
    Menu("play", QT_TRANSLATE_NOOP("Actions", "&Play"), tuple(action.id for action in PLAY)),
    Menu(
        "view",
        QT_TRANSLATE_NOOP("Actions", "&View"),
        (
            *("toggle_faces", "toggle_heat", "toggle_crops", "toggle_thirds", "toggle_safe_areas", None),
            *("compare", "feed", None),
            *("zoom_in", "zoom_out", "zoom_fit", "zoom_actual", None),
        ),
    ),
    Menu("help", QT_TRANSLATE_NOOP("Actions", "&Help"), ("palette", "shortcuts", None, "diagnostics")),
)
"""A name that is no action's is that of a menu within the menu: of one that stands here too, or of one that the window
fills."""


def shape_action(aspect: Aspect) -> str:
    """The id of the action that shows a standard shape."""
    return f"shape_{aspect}".replace(":", "_")
