"""Covers as files: cropped, encoded, named, written whole or not at all; and maps."""

from app.export.covers import (
    Exported,
    Finished,
    encoded,
    existing,
    export_covers,
    finish,
    folder_for,
    write_finished,
)
from app.export.encoders import Encoded, available, cut, encode
from app.export.write import accept_cover, prepare_folder, write_cover, write_map

__all__ = [
    "Encoded",
    "Exported",
    "Finished",
    "accept_cover",
    "available",
    "cut",
    "encode",
    "encoded",
    "existing",
    "export_covers",
    "finish",
    "folder_for",
    "prepare_folder",
    "write_cover",
    "write_finished",
    "write_map",
]
