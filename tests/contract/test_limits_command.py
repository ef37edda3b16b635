"""What the preferences of the window refuse, the command line refuses, too."""

import json
from pathlib import Path

import pytest

from app.store.settings import settings_path
from tests.contract.test_command_line import one_error_line, run
from tests.media_factory import quadrants, save


@pytest.mark.parametrize(("chosen", "code"), [(1, 3), (2, 0), ("much", 0)])
def test_the_chosen_pixel_limit_holds(tmp_path: Path, chosen: object, code: int) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(json.dumps({"pixel_limit": chosen}), encoding="utf-8")
    result = run("score", save(quadrants(1500, 1000), tmp_path / "picture.png"), "--json")
    assert result.returncode == code
    if code:
        one_error_line(result, "the limit is 1,")
    assert json.loads(settings_path().read_text(encoding="utf-8")) == {"pixel_limit": chosen}, "it is left as it is"
