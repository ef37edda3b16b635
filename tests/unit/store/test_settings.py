from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.domain.errors import CannotWrite
from app.store.settings import Language, Loaded, Overlay, Settings, Theme, load, save, settings_path

CHOSEN = Settings(Language.CHINESE, Theme.DARK, overlays=(Overlay.FACES, Overlay.CROPS), heat_opacity=35)


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
    text = '{"theme": "dark", "language": "klingon", "volume": 11}'
    _write(path, text)
    loaded = load(path)
    assert loaded.settings == Settings(theme=Theme.DARK)
    assert loaded.dropped == ("language", "volume")
    assert loaded.backup is not None
    assert loaded.backup.read_text(encoding="utf-8") == text
    assert load(path) == Loaded(Settings(theme=Theme.DARK)), "told of once"


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
