from __future__ import annotations
import re, sys
import pytest
from PySide6.QtCore import Qt, QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import *
from app.domain.look import Look
from app.store.preferences import Section
from app.store.settings import Language, Theme, Settings
from app.domain.geometry import Aspect
from app.domain.edits import Shape
from app.store.autosave import Recoverable
from datetime import UTC, datetime
from dataclasses import replace
from pathlib import Path
from .test_accessibility import _controls, _name, _told, _missed, window as _w
from .test_accessibility import window
import numpy as np

def _lum(a):
    a = a.astype(np.float64)/255
    a = np.where(a<=0.04045, a/12.92, ((a+0.055)/1.055)**2.4)
    return a @ np.array([.2126,.7152,.0722])

def _pix(img):
    img = img.convertToFormat(QImage.Format.Format_RGB888)
    b = np.frombuffer(img.constBits(), np.uint8).reshape(img.height(), img.bytesPerLine())
    return b[:, :img.width()*3].reshape(img.height(), img.width(), 3).copy()

def _shot(top, w):
    at = w.mapTo(top, QPoint())
    r = QRect(at, w.size()).adjusted(-3,-3,3,3).intersected(top.rect())
    return _pix(top.grab(r).toImage())

def walk(qtbot, win, key=Qt.Key.Key_Tab):
    win.activateWindow(); qtbot.waitUntil(win.isActiveWindow)
    seen=[]
    for _ in range(300):
        f = QApplication.focusWidget()
        if f is not None:
            if f in seen: break
            seen.append(f)
        QTest.keyClick(f or win, key, Qt.KeyboardModifier.ShiftModifier if key==Qt.Key.Key_Backtab else Qt.KeyboardModifier.NoModifier)
    else:
        print("NO END", [_told(w) for w in seen[-5:]])
    return seen

def look(qtbot, win, label):
    QApplication.setCursorFlashTime(0)
    fwd = walk(qtbot, win); back = walk(qtbot, win, Qt.Key.Key_Backtab)
    if set(fwd)!=set(back): print(label,"BACK differs:", [_told(w) for w in set(fwd)^set(back)])
    for m in _missed(qtbot, win): print(label, m)
    # order
    for f in fwd:
        nm=_name(f)
        if nm and re.search(r"[A-Za-z]{3}", nm) and not re.search(r"[\u4e00-\u9fff]", nm) and "zh" in label: print(label,"ENGLISH:",_told(f))
    tops = {}
    for f in fwd:
        top = f.window()
        f.setFocus(Qt.FocusReason.TabFocusReason)
        on = _shot(top, f); 
        other = next((o for o in fwd if o is not f and not f.isAncestorOf(o) and not o.isAncestorOf(f)), None)
        other.setFocus(Qt.FocusReason.TabFocusReason)
        off = _shot(top, f)
        if on.shape!=off.shape: print(label,"shape", _told(f)); continue
        ch = (on!=off).any(-1)
        a,b=_lum(on),_lum(off)
        c=(np.maximum(a,b)+.05)/(np.minimum(a,b)+.05)
        n=int((c>=3).sum()); m=int((c>=2).sum())
        if n<20: print(label, f"FOCUS n3={n} n2={m} changed={int(ch.sum())} max={c.max():.2f}", _told(f))

def states(w, qtbot):
    c=w.controller
    yield "main"
    w.recovery.show_sessions([Recoverable(Path("a.session"), (Path("/x/a.mp4"),), datetime.now(UTC)), Recoverable(Path("b.session"), (Path("/x/b.mp4"),), datetime.now(UTC))])
    w.missing.show_missing([Path("/x/a.mp4")])
    yield "banners"
    w.recovery.show_sessions([]); w.missing.show_missing([])
    for p in ("compare","feed"):
        w.actions_[p].trigger(); yield p; w.actions_[p].trigger()
    w.actions_["export"].trigger()
    qtbot.waitUntil(lambda: c.runner.running==0)
    yield "export"
    ex=w.pages.export
    ex.settings.limits.buttons[True].click()
    from app.domain.export import Sizing
    ex.settings.sizings.buttons[Sizing.LONG_SIDE].click()
    ex.take_folder(Path("/covers"))
    ex.ask([Path("/covers/a.jpg")])
    yield "export2"
    QTest.keyClick(QApplication.focusWidget() or w, Qt.Key.Key_Escape); QTest.keyClick(QApplication.focusWidget() or w, Qt.Key.Key_Escape)
    print("after esc", type(w.pages.currentWidget()).__name__)
    w.actions_["adjust"].trigger()
    c.adjusting.adjust(Look(exposure=.4, warmth=20, angle=1.5, contrast=3, saturation=3, sharpness=4)); c.end_step()
    yield "adjust"
    w.actions_["adjust"].trigger()

@pytest.mark.parametrize("lang,theme", [("en","dark"),("zh_CN","light"),("en","light"),("zh_CN","dark")])
def test_probe(window, qtbot, lang, theme):
    window._change(replace(window._preferences.settings, language=Language(lang), theme=Theme(theme)))
    for s in states(window, qtbot):
        qtbot.wait(100)
        look(qtbot, window, f"{s}-{lang}-{theme}")
    for sec in Section:
        p=window.companions.settings; p.come(sec)
        if sec is Section.KEYS:
            p.rows["shortcuts"].field.editor.mark("compare")
        qtbot.wait(50)
        look(qtbot,p,f"pref-{sec}-{lang}-{theme}")
    p.close()
    for n in ("shortcuts","diagnostics"):
        window.actions_[n].trigger()
        sh=getattr(window.companions,n)
        qtbot.waitUntil(lambda: window.controller.runner.running == 0)
        look(qtbot,sh,f"{n}-{lang}-{theme}"); sh.close()
    window.activateWindow()
    window.actions_["palette"].trigger()
    look(qtbot, window, f"palette-{lang}-{theme}")
