#!/bin/sh
# Makes a virtual environment with the first Python that is new enough, and leaves one that works as it is.
#
# usage: packaging/virtual_environment.sh FOLDER      (PYTHON=… names the Python to use)
set -eu

folder=$1
wanted="3.11"

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# One that was moved, or whose Python is gone, does not answer and is made anew.
if is_new_enough "$folder/bin/python" && "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi

python=""
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if is_new_enough "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$("${PYTHON:-python3}" --version 2>&1 || true)
    echo "Bestframe needs Python $wanted or newer; found here: ${found:-none}." >&2
    echo "Install one, then run: make setup PYTHON=/path/to/python3" >&2
    exit 1
fi

# Debian ships Python without the part that puts pip into an environment.
if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Python $version at $python cannot make virtual environments: its module ensurepip is missing." >&2
        exit 1
    fi
    "$(dirname "$0")/apt.sh" "python$version-venv"
fi

"$python" -m venv --clear "$folder"
