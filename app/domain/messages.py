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
    "broken_link": QT_TRANSLATE_NOOP("Messages", "the link leads nowhere; choose the file itself"),
    "no_permission": QT_TRANSLATE_NOOP("Messages", "it may not be read; check its permissions"),
    "not_a_file": QT_TRANSLATE_NOOP("Messages", "it is neither a file nor a folder; copy its content into a file"),
    "empty_file": QT_TRANSLATE_NOOP("Messages", "the file is empty; copy or export it again"),
    "not_media": QT_TRANSLATE_NOOP(
        "Messages", "it is not a video or picture that can be read; export it as MP4 or JPEG"
    ),
    "damaged": QT_TRANSLATE_NOOP("Messages", "the file is damaged or cut off; copy or download it again"),
    "no_video_stream": QT_TRANSLATE_NOOP(
        "Messages", "it has no picture, only sound or data; choose a file with a picture"
    ),
    "no_frames": QT_TRANSLATE_NOOP("Messages", "no frame of it can be decoded; export it again, as H.264 if possible"),
    "encrypted": QT_TRANSLATE_NOOP("Messages", "it is encrypted; use a copy without copy protection"),
    "heif_missing": QT_TRANSLATE_NOOP("Messages", "HEIC pictures need an extra; install bestframe[heif]"),
    "no_pictures": QT_TRANSLATE_NOOP("Messages", "the folder holds no pictures; add some, as JPEG or PNG"),
    "too_large": QT_TRANSLATE_NOOP(
        "Messages", "it has {megapixels} megapixels; the limit is {limit}, and can be raised in the preferences"
    ),
    "mixed_inputs": QT_TRANSLATE_NOOP("Messages", "give one video, one folder, or several pictures"),
    "cannot_write": QT_TRANSLATE_NOOP("Messages", "cannot be written: {reason}"),
    "format_missing": QT_TRANSLATE_NOOP("Messages", "{format} cannot be written here; choose another format"),
    "too_long_for_format": QT_TRANSLATE_NOOP(
        "Messages", "{format} holds at most {limit} pixels a side; choose a smaller size or another format"
    ),
    "cannot_encode": QT_TRANSLATE_NOOP("Messages", "it cannot be made into {format}; choose another format"),
    "target_too_small": QT_TRANSLATE_NOOP(
        "Messages", "{wanted} kB is too little for {format} at this size; allow {least} kB, or choose a smaller size"
    ),
    "target_lossless": QT_TRANSLATE_NOOP(
        "Messages", "as {format}, which keeps every pixel, it takes {least} kB and not {wanted}; choose another format"
    ),
    "nothing_chosen": QT_TRANSLATE_NOOP("Messages", "no cover is chosen in it; choose one and save it again"),
    "not_a_session": QT_TRANSLATE_NOOP("Messages", "it is not a session of Bestframe, or damaged"),
    "backend_missing": QT_TRANSLATE_NOOP("Messages", "{wanted} is not available here; using {actual}"),
    "backend_slow": QT_TRANSLATE_NOOP("Messages", "{wanted} takes too long to start here; using {actual}"),
    "backend_differs": QT_TRANSLATE_NOOP("Messages", "{wanted} scores otherwise than the CPU here; using {actual}"),
    "backend_no_faster": QT_TRANSLATE_NOOP("Messages", "{wanted} is no faster than the CPU here; using {actual}"),
    "backend_crashed": QT_TRANSLATE_NOOP("Messages", "{wanted} failed when it was tried here; using {actual}"),
    "model_missing": QT_TRANSLATE_NOOP("Messages", "the model {name} is missing or damaged; install Bestframe again"),
    "picture_skipped": QT_TRANSLATE_NOOP("Messages", "{path} was left out: {reason}"),
    "picture_damaged": QT_TRANSLATE_NOOP("Messages", "{path} is damaged or cut off; the rest of it was used"),
    "demo_missing": QT_TRANSLATE_NOOP("Messages", "the photos of the sample are missing; install bestframe[demo]"),
    "not_all_seen": QT_TRANSLATE_NOOP(
        "Messages", "time allowed for {seen} of {count} pictures; a larger time budget reaches them all"
    ),
    "coarsely_seen": QT_TRANSLATE_NOOP(
        "Messages", "up to {seconds} seconds in a row were not looked at; a larger time budget looks at more"
    ),
    "partly_damaged": QT_TRANSLATE_NOOP("Messages", "parts of the file are damaged or missing; the rest was used"),
    "colours_doubtful": QT_TRANSLATE_NOOP(
        "Messages", "its colours are coded in an unusual way and may be wrong; export it as ordinary video (SDR)"
    ),
    "newer_version": QT_TRANSLATE_NOOP("Messages", "a newer version of Bestframe wrote it; update Bestframe to use it"),
    "session_damaged": QT_TRANSLATE_NOOP("Messages", "the saved session is damaged; it is kept as {backup}"),
    "session_in_use": QT_TRANSLATE_NOOP("Messages", "it is being edited in another window (process {pid} on {host})"),
    "source_gone": QT_TRANSLATE_NOOP("Messages", "it is no longer where it was; say where it is now"),
    "source_changed": QT_TRANSLATE_NOOP("Messages", "it has changed since it was analysed; analyse it again"),
    "source_differs": QT_TRANSLATE_NOOP("Messages", "it is not what the session was made from"),
    "store_locked": QT_TRANSLATE_NOOP("Messages", "another program is using the stored decisions; try again"),
    "store_damaged": QT_TRANSLATE_NOOP(
        "Messages", "the stored decisions were damaged and new ones are begun; the old file is kept as {backup}"
    ),
    "store_unreadable": QT_TRANSLATE_NOOP(
        "Messages", "the stored decisions are damaged; start Bestframe again to begin new ones and keep the old file"
    ),
    "presets_broken": QT_TRANSLATE_NOOP(
        "Messages", "the list of platforms is missing or damaged; install Bestframe again"
    ),
    "titles_broken": QT_TRANSLATE_NOOP(
        "Messages", "the list of title designs is missing or damaged; install Bestframe again"
    ),
}

REASONS: dict[str, str] = {
    "good_quality": QT_TRANSLATE_NOOP("Reasons", "good quality"),
    "vivid": QT_TRANSLATE_NOOP("Reasons", "vivid colours"),
    "well_lit": QT_TRANSLATE_NOOP("Reasons", "well lit"),
    "sharp": QT_TRANSLATE_NOOP("Reasons", "sharp"),
    "blank": QT_TRANSLATE_NOOP("Reasons", "blank"),
    "dark": QT_TRANSLATE_NOOP("Reasons", "dark"),
    "overexposed": QT_TRANSLATE_NOOP("Reasons", "overexposed"),
    "transition": QT_TRANSLATE_NOOP("Reasons", "mid-transition"),
    "no_subject": QT_TRANSLATE_NOOP("Reasons", "no clear subject"),
    "text": QT_TRANSLATE_NOOP("Reasons", "text or interface"),
    "blurred": QT_TRANSLATE_NOOP("Reasons", "blurred"),
    "subject_cut": QT_TRANSLATE_NOOP("Reasons", "subject cut off"),
    "noisy": QT_TRANSLATE_NOOP("Reasons", "noisy"),
    "eyes_shut": QT_TRANSLATE_NOOP("Reasons", "eyes shut or awkward face"),
    "turned_away": QT_TRANSLATE_NOOP("Reasons", "turned away"),
    "clutter": QT_TRANSLATE_NOOP("Reasons", "cluttered"),
    "low_quality": QT_TRANSLATE_NOOP("Reasons", "low quality"),
    "one_face": QT_TRANSLATE_NOOP("Reasons", "a face, not cut"),
    "two_faces": QT_TRANSLATE_NOOP("Reasons", "two faces, none cut"),
    "faces": QT_TRANSLATE_NOOP("Reasons", "faces, none cut"),
    "face_cut": QT_TRANSLATE_NOOP("Reasons", "a face is cut"),
    "centred": QT_TRANSLATE_NOOP("Reasons", "subject centred"),
}
"""Why a picture scores as it does, in English, by the value of a `Flag` or a `Trait`."""

ABOUT_BACKENDS = frozenset(
    {"backend_missing", "backend_slow", "backend_differs", "backend_no_faster", "backend_crashed"}
)
"""Messages about the machine and not about a source, so that saying them once is enough."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said: the id of a template and the data that it is filled with."""

    id: str
    data: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence."""
        return TEMPLATES[self.id].format_map(self.data)
