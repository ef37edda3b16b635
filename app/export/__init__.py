"""Covers as files: cropped, encoded, written whole or not at all; and maps."""

from app.export.write import accept_cover, prepare_folder, write_cover, write_map

__all__ = ["accept_cover", "prepare_folder", "write_cover", "write_map"]
