from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.domain.backends import Backend
from app.domain.errors import CannotWrite
from app.domain.export import ExportOptions, Format, Sizing
from app.domain.geometry import Aspect
from app.store.settings import (
    PREFERENCES,
    Language,
    Loaded,
    Motion,
    Overlay,
    Settings,
    Theme,
    load,
    peek,
    save,
    settings_path,
)

CHOSEN = Settings(Language.CHINESE, Theme.DARK, overlays=(Overlay.FACES, Overlay.CROPS), heat_opacity=35)
EXPORT = ExportOptions(
    Format.WEBP, 71, 250_000, Sizing.LONG_SIDE, 640, metadata=True, pattern="{n}", folder=Path("covers").absolute()
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def _write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def test_settings_lie_where_the_user_keeps_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_path() == tmp_path / "bestframe" / "settings.json"


def test_without_a_file_the_defaults_are_used_and_nothing_is_written(path: Path) -> None:
    assert load(path) == Loaded(Settings())
    assert not path.parent.exists()


def test_what_is_saved_is_loaded(path: Path) -> None:
    save(CHOSEN, path)
    assert load(path) == Loaded(CHOSEN)
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"], "no temporary file is left"


def test_a_missing_setting_has_its_default_and_is_no_fault(path: Path) -> None:
    _write(path, '{"theme": "dark"}')
    assert load(path) == Loaded(Settings(theme=Theme.DARK))


def test_only_what_makes_no_sense_is_dropped_and_the_file_is_kept(path: Path) -> None:
    text = '{"theme": "dark", "language": "klingon"}'
    _write(path, text)
    loaded = load(path)
    assert loaded.settings == Settings(theme=Theme.DARK)
    assert loaded.dropped == ("language",)
    assert loaded.backup is not None
    assert loaded.backup.read_text(encoding="utf-8") == text
    assert load(path) == Loaded(Settings(theme=Theme.DARK)), "told of once"


def test_what_a_newer_version_wrote_stays_in_the_file(path: Path) -> None:
    _write(path, '{"theme": "dark", "volume": 11, "colours": {"accent": ["red"]}}')
    loaded = load(path)
    assert loaded == Loaded(Settings(theme=Theme.DARK)), "nothing is dropped, nothing is complained of"
    save(replace(loaded.settings, theme=Theme.LIGHT), path)
    after = json.loads(path.read_text(encoding="utf-8"))
    assert after["volume"] == 11
    assert after["colours"] == {"accent": ["red"]}
    assert after["theme"] == "light"


def test_what_a_newer_version_wrote_outlives_a_value_that_makes_no_sense(path: Path) -> None:
    _write(path, '{"theme": "sepia", "volume": 11}')
    assert load(path).dropped == ("theme",)
    assert json.loads(path.read_text(encoding="utf-8"))["volume"] == 11


def test_every_setting_survives_the_file(path: Path) -> None:
    chosen = Settings(
        Language.CHINESE,
        Theme.LIGHT,
        150,
        Motion.REDUCED,
        False,
        Aspect.parse("21:9"),
        2.5,
        Backend.CPU,
        path.parent.absolute(),
        400,
        {"open": ("Ctrl+L",), "quit": ()},
        (Overlay.HEAT,),
        45,
    ).exported(EXPORT)
    assert all(getattr(chosen, name) != each.default for name, each in PREFERENCES.items())
    save(chosen, path)
    assert load(path) == Loaded(chosen)
    assert peek(path) == chosen


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scale", 74),
        ("scale", 301),
        ("scale", 100.0),
        ("scale", True),
        ("motion", "slow"),
        ("hints", 1),
        ("hints", "false"),
        ("shape", "3x4"),
        ("shape", [3, 4]),
        ("budget", 0),
        ("budget", 1e400),
        ("budget", True),
        ("budget", "1"),
        ("backend", "tpu"),
        ("folder", "covers"),
        ("folder", ""),
        ("folder", "/covers\u0000"),
        ("folder", "/" + "x" * 5000),
        ("folder", ["/covers"]),
        ("pixel_limit", 0),
        ("export_format", "gif"),
        ("export_quality", 0),
        ("export_target", 999),
        ("export_target", "500 kB"),
        ("export_sizing", None),
        ("export_side", 15),
        ("export_metadata", 0),
        ("export_pattern", "{nmae}"),
        ("export_pattern", " "),
        ("export_pattern", "x" * 201),
        ("export_folder", "covers"),
        ("shortcuts", []),
        ("shortcuts", {"open": "Ctrl+O"}),
        ("shortcuts", {"open": [1]}),
        ("shortcuts", {"open": [""]}),
        ("shortcuts", {"open": ["A", "B", "C", "D", "E"]}),
    ],
)
def test_a_value_that_makes_no_sense_is_dropped(path: Path, name: str, value: object) -> None:
    _write(path, json.dumps({name: value, "theme": "dark"}))
    loaded = load(path)
    assert loaded.dropped == (name,)
    assert loaded.settings == Settings(theme=Theme.DARK)


def test_a_file_that_is_far_too_large_is_not_read(path: Path) -> None:
    _write(path, json.dumps({"theme": "dark", "more": "x" * 1_000_000}))
    assert load(path).dropped == ("*",)


def test_all_that_is_in_the_preferences_is_named_and_described() -> None:
    for name, each in PREFERENCES.items():
        assert bool(each.title) == bool(each.description) == (each.section is not None), name
        assert each.kind.read(json.loads(json.dumps(each.kind.write(each.default)))) == each.default, name


def test_covers_are_exported_as_they_were_last() -> None:
    assert Settings().export == ExportOptions()
    assert Settings().exported(EXPORT).export == EXPORT


@pytest.mark.parametrize("value", ['"heat"', '["heat", "depth"]', "[1]", '{"heat": true}', "null"])
def test_overlays_that_make_no_sense_are_dropped(path: Path, value: str) -> None:
    _write(path, f'{{"overlays": {value}, "heat_opacity": 50}}')
    loaded = load(path)
    assert loaded.settings == Settings(heat_opacity=50)
    assert loaded.dropped == ("overlays",)


def test_overlays_are_kept_once_and_in_order(path: Path) -> None:
    _write(path, '{"overlays": ["crops", "faces", "crops"]}')
    assert load(path).settings.overlays == (Overlay.FACES, Overlay.CROPS)


@pytest.mark.parametrize("value", ["9", "101", "1e400", "50.0", "true", '"50"', "[50]", "null"])
def test_an_opacity_that_makes_no_sense_is_dropped(path: Path, value: str) -> None:
    _write(path, f'{{"heat_opacity": {value}}}')
    assert load(path).dropped == ("heat_opacity",)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"theme": ["dark"]}', '{"theme": {}}', b"\xff\xfe\x00", "[" * 100_000]
)
def test_broken_content_never_stops_the_program(path: Path, content: str | bytes) -> None:
    _write(path, content)
    loaded = load(path)
    assert loaded.settings == Settings()
    assert loaded.dropped
    assert loaded.backup is not None


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.dictionaries(st.text(), inner))
)
def test_any_json_gives_settings(path: Path, content: object) -> None:
    _write(path, json.dumps(content))
    assert isinstance(load(path).settings, Settings)


def test_a_folder_in_the_place_of_the_file_is_survived(path: Path) -> None:
    path.mkdir(parents=True)
    assert load(path).settings == Settings()


def test_a_file_that_cannot_be_written_is_an_error_with_its_path(path: Path) -> None:
    path.parent.parent.joinpath("config").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(CannotWrite) as caught:
        save(CHOSEN, path)
    assert caught.value.path == path


def test_a_failed_save_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(CHOSEN, path)

    def fail(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CannotWrite, match="No space left"):
        save(Settings(), path)
    assert load(path).settings == CHOSEN
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]
