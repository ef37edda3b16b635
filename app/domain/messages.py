"""Every message that the core can send, as an id with data; front ends turn it into a sentence.

The English templates stand here once, for the command line and as the source text of the window's translations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name that lupdate looks for
    """Mark a text for Qt's translation tools without importing Qt."""
    return text


TEMPLATES: dict[str, str] = {
    "missing": QT_TRANSLATE_NOOP("Messages", "there is no such file or folder"),
    "no_permission": QT_TRANSLATE_NOOP("Messages", "it may not be read; check its permissions"),
    "not_a_file": QT_TRANSLATE_NOOP("Messages", "it is neither a file nor a folder"),
    "empty_file": QT_TRANSLATE_NOOP("Messages", "the file is empty"),
    "not_media": QT_TRANSLATE_NOOP("Messages", "it is not a video or picture that can be read"),
    "damaged": QT_TRANSLATE_NOOP("Messages", "the file is damaged or cut off"),
    "no_video_stream": QT_TRANSLATE_NOOP("Messages", "it has no picture, only sound or data"),
    "no_frames": QT_TRANSLATE_NOOP("Messages", "no frame of it can be decoded"),
    "no_pictures": QT_TRANSLATE_NOOP("Messages", "the folder holds no pictures"),
    "too_large": QT_TRANSLATE_NOOP("Messages", "the picture has {megapixels} megapixels; the limit is {limit}"),
    "mixed_inputs": QT_TRANSLATE_NOOP("Messages", "give one video, one folder, or several pictures"),
    "cannot_write": QT_TRANSLATE_NOOP("Messages", "cannot be written: {reason}"),
    "backend_missing": QT_TRANSLATE_NOOP("Messages", "{wanted} is not available here; using {actual}"),
    "model_missing": QT_TRANSLATE_NOOP("Messages", "the model {name} is missing or damaged; install Bestframe again"),
    "picture_skipped": QT_TRANSLATE_NOOP("Messages", "{path} was left out: {reason}"),
    "demo_missing": QT_TRANSLATE_NOOP("Messages", "the photos of the sample are missing; install bestframe[demo]"),
    "partly_damaged": QT_TRANSLATE_NOOP("Messages", "parts of the file are damaged and were left out"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said: the id of a template and the data that it is filled with."""

    id: str
    data: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence."""
        return TEMPLATES[self.id].format_map(self.data)
