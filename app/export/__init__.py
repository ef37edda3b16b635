"""Covers as files: cropped, encoded, written whole or not at all."""

from app.export.write import accept_cover, prepare_folder, write_cover

__all__ = ["accept_cover", "prepare_folder", "write_cover"]
