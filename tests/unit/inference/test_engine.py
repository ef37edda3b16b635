"""What the installed MNN could drive, read from its file."""

import struct
from pathlib import Path

import pytest

from app.domain.backends import BACKENDS
from app.inference import Session, engine, load_manifest

GPUS = set(BACKENDS) - {"auto", "cpu"}
ENGINE = b"\0Can't Find type=%d backend, use %d instead\0"
NAMES = {
    "metal": b"\0_MTLCreateSystemDefaultDevice\0",
    "cuda": b"\0libMNN_Cuda_Main.so\0",
    "vulkan": b"\0vkGetPhysicalDeviceQueueFamilyProperties\0",
    "opencl": b"\0clEnqueueNDRangeKernel\0",
}


def elf(code: bytes, data: bytes) -> bytes:
    """A library for Linux with one segment of code and one of data, as far as it is looked at."""
    header_size, entry_size = 64, 56
    begin = header_size + 2 * entry_size
    header = b"\x7fELF\x02\x01".ljust(32, b"\0") + struct.pack("<Q", header_size)
    header = header.ljust(54, b"\0") + struct.pack("<HH", entry_size, 2)
    entries = [(5, begin, len(code)), (4, begin + len(code), len(data))]
    table = b"".join(struct.pack("<IIQQQQQQ", 1, flags, start, 0, 0, size, size, 1) for flags, start, size in entries)
    return header.ljust(header_size, b"\0") + table + code + data


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "_mnncengine.so"


@pytest.mark.parametrize("backend", sorted(GPUS))
def test_a_build_that_names_no_driver_cannot_drive_it(backend: str) -> None:
    # True of every build, whatever it has: what is left out here is never there.
    if not engine.could_drive(backend):
        assert Session(load_manifest()["judge-detail"], backend).backend == "cpu"


@pytest.mark.parametrize("backend", sorted(GPUS))
def test_a_driver_that_is_named_is_found(library: Path, backend: str) -> None:
    library.write_bytes(b"MZ" + ENGINE + NAMES[backend])
    assert engine.drivers_named_in(library) == {backend}


def test_without_names_there_is_none(library: Path) -> None:
    library.write_bytes(b"MZ" + ENGINE)
    assert engine.drivers_named_in(library) == set()


def test_of_a_library_for_linux_the_data_are_looked_at(library: Path) -> None:
    library.write_bytes(elf(code=NAMES["cuda"], data=ENGINE + NAMES["vulkan"]))
    assert engine.drivers_named_in(library) == {"vulkan"}


def test_data_among_the_code_are_found_too(library: Path) -> None:
    library.write_bytes(elf(code=ENGINE + NAMES["opencl"], data=b"\0"))
    assert engine.drivers_named_in(library) == {"opencl"}


@pytest.mark.parametrize("content", [b"", b"\x7fELF\x02\x01", b"only calls libMNN.dylib", None])
def test_where_the_file_cannot_tell_all_are_possible(library: Path, content: bytes | None) -> None:
    if content is not None:
        library.write_bytes(content)
    assert engine.drivers_named_in(library) == GPUS


def test_a_module_without_a_file_cannot_tell() -> None:
    assert engine.drivers_named_in(None) == GPUS


def test_the_identity_tells_builds_apart() -> None:
    version, size = engine.identity().split()
    assert version == engine.load_mnn().version()
    assert int(size) > 100_000
