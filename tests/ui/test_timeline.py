from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.cover import Assessment
from app.domain.geometry import Size
from app.domain.media import Kind, Moment, Picture, SourceInfo
from app.domain.project import Sample
from app.store.settings import Language, Theme
from app.ui.background.jobs import JobRunner
from app.ui.style.language import LanguageManager
from app.ui.style.theme import ThemeManager
from app.ui.timeline.axis import Axis, clock, short_clock
from app.ui.timeline.filmstrip import Marker, pin_places
from app.ui.timeline.timeline import Timeline

VIDEO = SourceInfo(Path("clip.mp4"), Kind.VIDEO, Size(1600, 900), 60.0)
PICTURES = SourceInfo(Path("folder"), Kind.PICTURES, Size(1600, 900), None)
WIDTH = 800


def _moment(seconds: float) -> Moment:
    return Moment(round(seconds * 1000), Fraction(1, 1000))


def _sample(seconds: float, score: float) -> Sample:
    return Sample(_moment(seconds), Assessment(score + 1, score + 2, score + 3, 50, 50, 50, score))


def _picture(number: int) -> Picture:
    return Picture(number, Path(f"IMG_{number}.jpg"))


def _plain(colour: str, width: int = 160, height: int = 90) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[ThemeManager]:
    made = ThemeManager(qapp)
    made.choose(Theme.DARK)
    yield made
    qapp.setStyleSheet("")


@pytest.fixture
def timeline(qtbot: QtBot, theme: ThemeManager) -> Timeline:
    made = Timeline()
    qtbot.addWidget(made)
    made.recolour(theme)
    made.resize(WIDTH + 28, 150)
    with qtbot.waitExposed(made):
        made.show()
    assert made.track.width() == WIDTH
    return made


@pytest.fixture
def video(timeline: Timeline) -> Timeline:
    timeline.show_source(VIDEO)
    return timeline


def _at(seconds: float, y: int = 60) -> QPoint:
    """Where a time lies in the view of a whole minute."""
    return QPoint(round(seconds / 60 * WIDTH), y)


def _wheel(timeline: Timeline, x: int, notches: int, modifier: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(x, 60),
        timeline.track.mapToGlobal(QPointF(x, 60)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline.track, event)


# Scrubbing


def test_the_hand_scrubs_and_the_playhead_follows_at_once(video: Timeline) -> None:
    times: list[float] = []
    ends: list[float] = []
    video.scrubbed.connect(times.append)
    video.scrub_ended.connect(ends.append)
    QTest.mousePress(video.track, Qt.MouseButton.LeftButton, pos=_at(15))
    QTest.mouseMove(video.track, _at(30))
    video.show_position(_moment(3))  # comes late, and does not tear the playhead out of the hand
    assert video.track.position == pytest.approx(30, abs=0.1)
    assert ends == []
    QTest.mouseRelease(video.track, Qt.MouseButton.LeftButton, pos=_at(30))
    assert times == pytest.approx([15, 30], abs=0.1)
    assert ends == pytest.approx([30], abs=0.1)
    video.show_position(_moment(30.04))
    assert video.time_label.text() == "0:30.04"


def test_beyond_the_ends_the_hand_is_at_the_ends(video: Timeline) -> None:
    times: list[float] = []
    video.scrubbed.connect(times.append)
    QTest.mousePress(video.track, Qt.MouseButton.LeftButton, pos=_at(15))
    QTest.mouseMove(video.track, QPoint(-50, 60))
    QTest.mouseMove(video.track, QPoint(WIDTH + 50, 60))
    QTest.mouseRelease(video.track, Qt.MouseButton.LeftButton, pos=QPoint(WIDTH + 50, 60))
    assert times[1:] == [0.0, 60.0]


def test_the_keyboard_jumps_to_the_ends_and_leaves_the_arrows_to_the_window(video: Timeline) -> None:
    ends: list[float] = []
    video.scrub_ended.connect(ends.append)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(video.track, key)
    assert ends == [60.0, 0.0]


def test_the_buttons_say_what_they_are_and_what_was_clicked(video: Timeline, qtbot: QtBot) -> None:
    steps: list[int] = []
    video.step_clicked.connect(steps.append)
    QTest.mouseClick(video.back_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(video.forward_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(video.play_clicked):
        QTest.mouseClick(video.play_button, Qt.MouseButton.LeftButton)
    assert steps == [-1, 1]
    assert video.play_button.accessibleName() == "Play"
    video.show_playing(2.0)
    assert video.play_button.accessibleName() == "Pause"


# Looking closer


def test_the_wheel_zooms_about_the_pointer(video: Timeline) -> None:
    before = video.track.axis.value(200)
    _wheel(video, 200, 5, Qt.KeyboardModifier.NoModifier)
    axis = video.track.axis
    assert axis.end - axis.begin < 30
    assert axis.value(200) == pytest.approx(before)
    _wheel(video, 200, -20, Qt.KeyboardModifier.NoModifier)
    assert (axis.begin, axis.end) == (0, 60)


def test_shift_and_wheel_or_the_ruler_pan_and_a_double_click_shows_the_whole(video: Timeline) -> None:
    axis = video.track.axis
    _wheel(video, 400, 6, Qt.KeyboardModifier.NoModifier)
    span, begin = axis.end - axis.begin, axis.begin
    _wheel(video, 400, -1, Qt.KeyboardModifier.ShiftModifier)
    assert axis.begin == pytest.approx(begin + span / 10)
    QTest.mousePress(video.track, Qt.MouseButton.LeftButton, pos=QPoint(400, 6))
    QTest.mouseMove(video.track, QPoint(480, 6))
    QTest.mouseRelease(video.track, Qt.MouseButton.LeftButton, pos=QPoint(480, 6))
    assert axis.begin == pytest.approx(begin)
    QTest.mouseDClick(video.track, Qt.MouseButton.LeftButton, pos=QPoint(400, 6))
    assert (axis.begin, axis.end) == (0, 60)


def test_the_page_turns_when_playing_leaves_it(video: Timeline) -> None:
    _wheel(video, 0, 12, Qt.KeyboardModifier.NoModifier)
    axis = video.track.axis
    assert axis.end < 40
    video.show_position(_moment(axis.end + 0.5))
    assert axis.begin <= 40
    assert axis.begin <= video.track.position <= axis.end if video.track.position is not None else False


# What is marked


def test_a_click_on_a_marker_picks_its_frame_and_does_not_scrub(video: Timeline, qtbot: QtBot) -> None:
    times: list[float] = []
    video.scrubbed.connect(times.append)
    places = [_moment(10), _moment(30), _moment(50)]
    video.show_recommended(list(enumerate(places, 1)), places[1], [_moment(40)])
    for seconds in (30, 40):
        with qtbot.waitSignal(video.place_picked) as picked:
            QTest.mouseClick(video.track, Qt.MouseButton.LeftButton, pos=_at(seconds, 28))
        assert picked.args == [_moment(seconds)]
    assert times == []
    markers = video.track.film.markers
    assert [(marker.text, marker.chosen) for marker in markers] == [
        ("1", False),
        ("3", False),
        ("", False),
        ("2", True),
    ]


def test_the_chosen_marker_has_the_accent_colour(video: Timeline, theme: ThemeManager) -> None:
    def colour(seconds: float) -> str:
        return video.track.grab().toImage().pixelColor(_at(seconds, 33) - QPoint(6, 0)).name()

    video.show_recommended([(1, _moment(10)), (2, _moment(30))], _moment(30))
    assert colour(30) == theme.tokens["accent"]
    assert colour(10) == theme.tokens["raised"]
    video.show_recommended([(1, _moment(10)), (2, _moment(30))], _moment(10))
    assert colour(10) == theme.tokens["accent"]


def test_a_choice_of_its_own_is_marked_too(video: Timeline) -> None:
    video.show_recommended([(1, _moment(10))], _moment(20), [])
    assert [(marker.value, marker.chosen) for marker in video.track.film.markers] == [(10, False), (20, True)]


def test_thumbnails_come_in_any_order_and_each_is_drawn_at_its_time(video: Timeline) -> None:
    video.show_thumbnails([(_moment(45), _plain("#00ff00"))])
    video.show_thumbnails([(_moment(5), _plain("#ff0000")), (_moment(45), _plain("#0000ff"))])
    drawn = video.track.grab().toImage()
    assert drawn.pixelColor(_at(5)).name() == "#ff0000"
    assert drawn.pixelColor(_at(50)).name() == "#0000ff"


def test_shots_are_lines_through_the_frames(video: Timeline) -> None:
    video.show_thumbnails([(_moment(5), _plain("#404040"))])
    video.show_structure((0.0, 30.0), (30.0,))
    drawn = video.track.grab().toImage()
    assert max(drawn.pixelColor(_at(30) + QPoint(x, 0)).lightness() for x in (-1, 0, 1)) > 200
    assert drawn.pixelColor(_at(20)).name() == "#404040"


def test_a_video_of_unknown_length_reaches_as_far_as_is_known(timeline: Timeline) -> None:
    timeline.show_source(SourceInfo(Path("x.webm"), Kind.VIDEO, Size(16, 9), None))
    timeline.show_thumbnails([(_moment(8), _plain("#ff0000"))])
    assert timeline.track.axis.length == 8
    assert timeline.track.axis.end == 8


def test_nothing_open_says_so_quietly(timeline: Timeline) -> None:
    times: list[float] = []
    timeline.scrubbed.connect(times.append)
    QTest.mouseClick(timeline.track, Qt.MouseButton.LeftButton, pos=_at(10))
    QTest.keyClick(timeline.track, Qt.Key.Key_End)
    assert times == []
    assert not timeline.play_button.isEnabled()
    assert timeline.accessibleName() == "Timeline"


# The curve


def test_the_curve_is_loaded_in_the_background_and_shows_what_was_found_meanwhile(
    video: Timeline, qtbot: QtBot
) -> None:
    jobs = JobRunner()
    video.show_samples([_sample(20, 70), _sample(10, 40)])
    with qtbot.waitSignal(jobs.idle, timeout=60_000):
        video.load_curve(jobs)
    curve = video.track.curve
    assert curve is not None
    assert curve.points("score") == ([10, 20], [40, 70])
    assert curve.points("sharpness") == ([10, 20], [43, 73])
    video.show_samples([_sample(10, 40), _sample(20, 70), _sample(30, 20)])
    assert curve.points("score")[0] == [10, 20, 30]
    assert jobs.shutdown()


def test_parts_of_the_score_can_be_switched_on_and_off(video: Timeline) -> None:
    video.show_curve()
    curve = video.track.curve
    assert curve is not None
    QTest.mouseClick(video.parts.buttons["quality"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(video.parts.buttons["score"], Qt.MouseButton.LeftButton)
    shown = {part for part, line in curve._lines.items() if line.isVisible()}
    assert shown == {"quality"}


def test_where_it_is_narrow_the_lines_of_the_curve_do_without_their_names(video: Timeline) -> None:
    wide = video.width()
    for width, style in ((400, "ToolButtonIconOnly"), (wide, "ToolButtonTextBesideIcon")):
        video.resize(width, video.height())
        QApplication.processEvents()
        assert video.width() == width
        assert {button.toolButtonStyle().name for button in video.parts.buttons.values()} == {style}
        assert video.rect().contains(video.parts.geometry())


def test_under_the_mouse_stand_the_time_and_the_score(video: Timeline) -> None:
    video.show_samples([_sample(10, 40), _sample(20, 60)])
    QTest.mouseMove(video.track, _at(15))
    assert video.track.readout.text() == "0:15.00  ·  50"
    QTest.mouseMove(video.track, _at(45))
    assert video.track.readout.text() == "0:45.00"


# Pictures


@pytest.fixture
def pictures(timeline: Timeline) -> Timeline:
    timeline.show_source(PICTURES)
    timeline.show_pictures(
        [_picture(number) for number in range(5)], [_plain(f"#{number}0{number}000") for number in range(5)]
    )
    return timeline


def test_a_click_or_an_arrow_key_picks_a_picture(pictures: Timeline) -> None:
    picked: list[object] = []
    pictures.place_picked.connect(picked.append)
    pictures.place_picked.connect(pictures.show_position)
    x = round(pictures.track.axis.x(2.5))
    QTest.mouseClick(pictures.track, Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(pictures.track, key)
    assert picked == [_picture(number) for number in (2, 3, 4, 4, 3, 0, 4)]
    assert pictures.time_label.text() == "5"


def test_pictures_have_their_scores_and_the_current_one_a_frame(pictures: Timeline, theme: ThemeManager) -> None:
    assessment = _sample(0, 71).assessment
    pictures.show_samples([Sample(_picture(3), assessment), Sample(_picture(0), assessment)])
    pictures.show_position(_picture(3))
    assert pictures.track.film.scores == {3: 71, 0: 71}
    x = round(pictures.track.axis.x(3)) + 2
    drawn = pictures.track.grab().toImage()
    assert theme.tokens["accent"] in {drawn.pixelColor(x + by, 60).name() for by in (-1, 0, 1)}


def test_many_pictures_are_not_squeezed_and_the_current_one_is_in_sight(timeline: Timeline) -> None:
    timeline.show_source(PICTURES)
    places = [_picture(number) for number in range(100)]
    timeline.show_pictures(places, [_plain("#123456", 16, 9)] * 100)
    axis = timeline.track.axis
    assert WIDTH / (axis.end - axis.begin) >= 56
    timeline.show_position(places[90])
    assert axis.begin <= 90
    assert axis.end >= 91


# Texts and themes


def test_it_speaks_chinese_and_takes_both_themes(video: Timeline, qapp: QApplication, theme: ThemeManager) -> None:
    language = LanguageManager(qapp)
    language.choose(Language.CHINESE)
    video.retranslate()
    assert video.play_button.toolTip() == "播放"
    assert video.accessibleName() == "Timeline"
    dark = video.grab().toImage().pixelColor(3, 3)
    theme.choose(Theme.LIGHT)
    video.recolour(theme)
    assert video.grab().toImage().pixelColor(3, 3).lightness() > dark.lightness() + 100


# The axis


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00.00"), (7.48, "0:07.48"), (59.999, "0:59.99"), (61.5, "1:01.50"), (3723, "1:02:03.00")],
)
def test_times_are_written_as_read(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_on_the_ruler_whole_seconds_have_no_fraction() -> None:
    assert [short_clock(seconds) for seconds in (5, 5.5)] == ["0:05", "0:05.50"]


@given(
    st.floats(0.05, 1e5),
    st.integers(50, 4000),
    st.lists(st.tuples(st.sampled_from(["zoom", "pan", "reveal", "resize"]), st.floats(-1, 2)), max_size=30),
)
def test_whatever_is_done_the_view_stays_within_the_whole(
    length: float, width: int, doings: list[tuple[str, float]]
) -> None:
    axis = Axis(length=length)
    axis.resize(width)
    axis.show_whole()
    for what, amount in doings:
        match what:
            case "zoom":
                axis.zoom(abs(amount) / 2 * width, 0.3 + abs(amount))
            case "pan":
                axis.pan(amount * width)
            case "reveal":
                value = min(max(amount, 0), 1) * length
                axis.reveal(value)
                assert axis.begin - 1e-6 * length <= value <= axis.end + 1e-6 * length
            case _:
                axis.resize(max(10, round(width * (1 + amount / 2))))
        assert -1e-9 <= axis.begin < axis.end <= length * (1 + 1e-9)
        assert axis.value(axis.x(length / 2)) == pytest.approx(length / 2)
        assert len(axis.marks(60)) <= axis.width / 59 + 2


@given(st.lists(st.floats(0, 60), max_size=8))
def test_heads_of_markers_never_cover_one_another(values: list[float]) -> None:
    axis = Axis(length=60.0)
    axis.resize(WIDTH)
    axis.show_whole()
    heads = sorted(pin_places([Marker(value, _moment(value), "1") for value in values], axis))
    assert all(after - before >= 18 for before, after in itertools.pairwise(heads))
    assert all(9 - 1e-6 <= head <= WIDTH - 9 + 1e-6 for head in heads)
