"""The installed MNN: loading it in silence, which one it is, and which GPUs its build could drive."""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import struct
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

_ENGINE = b"Can't Find type=%d backend"
"""What MNN's scheduler prints; a file without it only calls an MNN that lies elsewhere."""

_DRIVERS: dict[str, tuple[bytes, ...]] = {
    "metal": (b"MTLCreateSystemDefaultDevice",),
    "cuda": (b"cudaGetDeviceProperties", b"libMNN_Cuda_Main"),
    "vulkan": (b"vkGetPhysicalDeviceQueueFamilyProperties",),
    "opencl": (b"clEnqueueNDRangeKernel",),
}
"""Functions of a driver that a backend cannot do without, whether it is linked to them or asks for them by name; the
last of CUDA's is the library of its own that MNN puts this backend into on Linux."""

_quiet_lock = threading.Lock()


@functools.cache
def load_mnn() -> ModuleType:
    """The MNN package, which has no types and prints to standard output when it loads."""
    with quiet():
        return importlib.import_module("MNN")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Send file descriptor 1 to nowhere: MNN's C++ code prints there, where only our own answers belong."""
    with _quiet_lock:
        try:
            kept = os.dup(1)
        except OSError:
            # Nothing is open there, as in a program without a console.
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)


def identity() -> str:
    """Which MNN this is: its version, and the size of its library, as a build of one's own has the same version."""
    library = _library()
    size = library.stat().st_size if library is not None else 0
    return f"{load_mnn().version()} {size}"


def could_drive(backend: str) -> bool:
    """Whether the build of MNN may have a GPU's backend; false is certain, true is not.

    It looks into the file. To ask MNN means to open the driver, and a driver may crash or hang.
    """
    return backend in drivers_named_in(_library())


def _library() -> Path | None:
    """The file of MNN's extension module; None where it has none of its own."""
    load_mnn()
    file = importlib.import_module("_mnncengine").__file__
    return Path(file) if file is not None else None


@functools.cache
def drivers_named_in(library: Path | None) -> frozenset[str]:
    """The GPU backends whose driver a library names; all of them where it cannot tell, as MNN itself lies elsewhere."""
    if library is not None:
        with contextlib.suppress(OSError, struct.error), library.open("rb") as file:
            for parts in _parts(file):
                contents = [_read(file, part) for part in parts]
                if _holds(contents, _ENGINE):
                    return frozenset(
                        backend for backend, names in _DRIVERS.items() if any(_holds(contents, name) for name in names)
                    )
    return frozenset(_DRIVERS)


def _holds(contents: Sequence[bytes], name: bytes) -> bool:
    return any(name in content for content in contents)


def _read(file: BinaryIO, part: slice) -> bytes:
    file.seek(part.start)
    return file.read(part.stop - part.start)


def _parts(file: BinaryIO) -> Iterator[list[slice]]:
    """Ranges of bytes to look for names in, the smallest choice first.

    A library for Linux (ELF) says where its data lie: a twentieth of MNN's file, the rest of which is code and notes
    for debuggers. Some linkers put data among the code; then, and in other formats, it is the whole file.
    """
    header = file.read(64)
    if header[:6] == b"\x7fELF\x02\x01":  # 64 bits, little-endian
        (table,) = struct.unpack_from("<Q", header, 32)
        size, count = struct.unpack_from("<HH", header, 54)
        entries = _read(file, slice(table, table + size * count))
        data = []
        for number in range(count):
            kind, flags, start, _, _, length = struct.unpack_from("<IIQQQQ", entries, number * size)
            if kind == 1 and not flags & 1:  # loaded, and not code
                data.append(slice(start, start + length))
        yield data
    yield [slice(0, file.seek(0, os.SEEK_END))]
