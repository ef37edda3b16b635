"""Commands that change a cover: each can be undone, and says what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.commands.editor import Editor
from app.commands.history import REDO, STEPS, UNDO
from app.domain.edits import Edits
from app.domain.geometry import Box
from app.domain.look import Look
from app.domain.title import Spot, Style, Title
from tests.project_factory import AT, SQUARE, TALL, WIDE, accepted, cover, moment, video_project

ONE, TWO = cover(moment(1)), cover(moment(2))
BOX = Box(10, 20, 300, 300)
PROJECT = video_project()

COMMANDS: dict[str, Callable[[Editor], bool]] = {
    "choose": lambda editor: editor.choose(TWO),
    "add": lambda editor: editor.use_frame(cover(moment(3))),
    "remove": lambda editor: editor.remove(ONE.place),
    "move_crop": lambda editor: editor.move_crop(TWO, WIDE, BOX),
    "resize_crop": lambda editor: editor.resize_crop(TWO, WIDE, BOX),
    "reset_crop": lambda editor: editor.reset_crop(ONE, WIDE),
    "adjust": lambda editor: editor.adjust(TWO, Look(contrast=20)),
    "turn": lambda editor: editor.turn(TWO, Look(turns=1)),
    "auto_look": lambda editor: editor.improve(TWO, Look(exposure=0.5)),
    "reset_look": lambda editor: editor.reset_look(ONE),
    "shape": lambda editor: editor.show_shape(SQUARE),
    "keep_shape": lambda editor: editor.keep_shape(SQUARE),
    "drop_shape": lambda editor: editor.drop_shape(TALL),
    "title": lambda editor: editor.write_title(Title("Later")),
    "title_style": lambda editor: editor.style_title(Title("Soon", Style(size=20)), "size"),
    "title_template": lambda editor: editor.take_template(Title("Soon", Style(box=80), "boxed")),
    "title_move": lambda editor: editor.move_title(WIDE, Spot(0.2, 0.8)),
    "title_place": lambda editor: editor.place_title(WIDE),
    "title_remove": lambda editor: editor.remove_title(),
    "note": lambda editor: editor.write_note("later"),
    "accept": lambda editor: editor.accept(accepted(PROJECT), ONE),
    "reject": lambda editor: editor.reject(PROJECT.rejected(AT)),
    "reopen": lambda editor: editor.reopen(),
}


def _editor() -> Editor:
    edits = Edits(WIDE, kept=(TALL,)).adding(ONE).cropping(ONE.place, WIDE, BOX)
    edits = edits.adjusting(ONE.place, Look(exposure=1), ONE.frame.size)
    edits = edits.titling(Title("Soon")).standing(WIDE, Spot(0.5, 0.5))
    return Editor(edits.deciding(replace(PROJECT.rejected(AT), note="at first")))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_a_step_of_its_name(name: str) -> None:
    editor = _editor()
    before = editor.edits
    assert COMMANDS[name](editor)
    after = editor.edits
    assert after != before
    assert editor.history.undo_label == name
    assert editor.undo() == before
    assert editor.redo() == after


def test_every_step_has_a_command_and_words_for_the_menu() -> None:
    assert COMMANDS.keys() == STEPS.keys()
    assert UNDO.format(step=STEPS["move_crop"]) == "&Undo move crop"
    assert REDO.format(step=STEPS["accept"]) == "&Redo accept cover"


def test_a_drag_is_one_step_and_the_next_drag_another() -> None:
    editor = _editor()
    for x in range(1, 30):
        editor.move_crop(TWO, WIDE, Box(x, 0, 300, 300))
    editor.end_step()
    for x in range(30, 40):
        editor.move_crop(TWO, WIDE, Box(x, 0, 300, 300))
    assert editor.undo().crop(TWO.place, WIDE) == Box(29, 0, 300, 300)
    assert editor.undo().crop(TWO.place, WIDE) is None


def test_typing_is_one_step_and_each_part_of_the_style_another() -> None:
    editor = _editor()
    for text in ("S", "Su", "Sum", "Summer"):
        editor.write_title(Title(text))
    for size in (13.0, 14.0, 15.0):
        editor.style_title(Title("Summer", Style(size=size)), "size")
    editor.style_title(Title("Summer", Style(size=15.0, outline=5.0)), "outline")
    assert editor.undo().title == Title("Summer", Style(size=15.0))
    assert editor.undo().title == Title("Summer")
    assert editor.undo().title == Title("Soon")


def test_a_title_without_words_is_none_and_stands_nowhere() -> None:
    editor = _editor()
    assert editor.write_title(Title(" \n "))
    assert (editor.edits.title, editor.edits.spots) == (None, ())
    assert not editor.move_title(WIDE, Spot(0.1, 0.1))
    assert editor.undo().spot(WIDE) == Spot(0.5, 0.5)


def test_moving_and_resizing_are_two_steps() -> None:
    editor = _editor()
    editor.move_crop(TWO, WIDE, BOX)
    editor.resize_crop(TWO, WIDE, Box(0, 0, 20, 20))
    assert editor.undo().crop(TWO.place, WIDE) == BOX


def test_crops_of_two_shapes_are_not_one_drag() -> None:
    editor = _editor()
    editor.move_crop(TWO, WIDE, BOX)
    editor.move_crop(TWO, TALL, BOX)
    editor.undo()
    assert editor.edits.crop(TWO.place, WIDE) == BOX
    assert editor.edits.crop(TWO.place, TALL) is None


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["undo", "redo", "end", *COMMANDS]), max_size=40))
def test_whatever_is_done_undoing_all_of_it_leads_to_the_start_and_redoing_to_the_end(names: list[str]) -> None:
    editor = _editor()
    start = editor.edits
    for name in names:
        match name:
            case "undo":
                editor.undo()
            case "redo":
                editor.redo()
            case "end":
                editor.end_step()
            case _:
                COMMANDS[name](editor)
    editor.end_step()
    while editor.history.redo_label is not None:
        editor.redo()
    end = editor.edits
    steps = 0
    while editor.history.undo_label is not None:
        editor.undo()
        steps += 1
    assert editor.edits == start
    for _ in range(steps):
        editor.redo()
    assert editor.edits == end


def test_the_drag_of_a_slider_is_one_step_and_another_slider_another() -> None:
    editor = Editor(Edits(WIDE))
    for stops in (0.1, 0.2, 0.3):
        editor.adjust(ONE, Look(exposure=stops))
    for contrast in (5, 10):
        editor.adjust(ONE, Look(exposure=0.3, contrast=contrast))
    assert editor.undo().look(ONE.place) == Look(exposure=0.3)
    assert editor.undo() == Edits(WIDE)
    assert editor.history.undo_label is None


def test_a_slider_moved_after_its_drag_ended_is_another_step() -> None:
    editor = Editor(Edits(WIDE))
    editor.adjust(ONE, Look(exposure=0.1))
    editor.end_step()
    editor.adjust(ONE, Look(exposure=0.2))
    assert editor.undo().look(ONE.place) == Look(exposure=0.1)


def test_who_adjusts_a_cover_has_chosen_it() -> None:
    editor = Editor(Edits(WIDE))
    editor.adjust(TWO, Look(warmth=3))
    assert editor.edits.chosen == TWO
