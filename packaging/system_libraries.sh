#!/bin/sh
# Installs the system libraries that the wheels of Qt and Pillow expect on Linux, and a font with Chinese characters.
#
# Looks for the libraries themselves, not for packages: that is quick, needs no root and holds on every distribution.
# What cannot be installed is named, and the set-up goes on: the command line and the tests need less than a desktop.
set -eu

[ "$(uname -s)" = Linux ] || exit 0 # the wheels for macOS and Windows bring everything that is needed

# Each library that Qt Gui, its X11 and Wayland plug-ins or PySide6 links to and no wheel carries, and its package;
# and FriBiDi, which Pillow loads for titles that run from right to left.
libraries="
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11-xcb.so.1 libx11-xcb1
libX11.so.6 libx11-6
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libfribidi.so.0 libfribidi0
libglib-2.0.so.0 libglib2.0-0
libgssapi_krb5.so.2 libgssapi-krb5-2
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0 libxcb-render0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxcb.so.1 libxcb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxkbcommon.so.0 libxkbcommon0
"

# ldconfig lies outside the PATH of ordinary users on Debian.
installed=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null || true)

missing_libraries=""
missing_packages=""
while read -r library package; do
    case "$library" in "") continue ;; esac
    case "$installed" in
    *"$library "*) ;;
    *)
        missing_libraries="$missing_libraries $library"
        missing_packages="$missing_packages $package"
        ;;
    esac
done <<END
$libraries
END

fonts=$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" "${HOME:-/root}/.local/share/fonts" \
    \( -iname '*cjk*' -o -iname '*wqy*' -o -iname '*sourcehan*' -o -iname '*fallback*' \) -type f 2>/dev/null || true)
if [ -z "$fonts" ]; then
    missing_packages="$missing_packages fonts-noto-cjk"
fi

[ -n "$missing_packages" ] || exit 0

if command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086 # a list of words is meant
    "$(dirname "$0")/apt.sh" $missing_packages || echo "Going on without them; the window may not open." >&2
else
    echo "The window needs these libraries of the system:${missing_libraries:- none}" >&2
    [ -n "$fonts" ] || echo "For Chinese text install a font such as Noto Sans CJK." >&2
fi
