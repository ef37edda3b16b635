#!/bin/sh
# Installs Debian packages where that needs nobody's answer; otherwise prints the one command to run and fails.
#
# usage: packaging/apt.sh PACKAGE…
set -eu

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Please run: sudo apt-get install -y --no-install-recommends $*" >&2
    exit 1
fi

echo "Installing with apt: $*"
{
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
} || {
    echo "apt could not install: $*" >&2
    exit 1
}
