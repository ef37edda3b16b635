from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="from 3.12 on None does not count references")
def test_calls_into_qt_do_not_use_up_none() -> None:
    """PySide6 6.12.0 takes a reference to None with every call that returns nothing.

    On Python 3.10 and 3.11 the interpreter dies after some thousand such calls, that is after half a minute of use.
    """
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(300):
        thing.setObjectName("thing")
    assert sys.getrefcount(None) > before - 100
