# What is needed to build, and how to get it. Sourced by tests/run.sh and
# samples/demo.sh: `packages_need SET`, SET being build, windows or fuzz.

packages_build="build-essential cmake ninja-build pkg-config git
libsqlite3-dev libgit2-dev zlib1g-dev libcjson-dev libsodium-dev libzip-dev
libexpat1-dev libmicrohttpd-dev libxlsxwriter-dev libreadstat-dev
libpcre2-dev libutf8proc-dev"
packages_windows="gcc-mingw-w64-x86-64 wine wine64 dpkg-dev"
packages_fuzz="clang"

packages_elsewhere() {
	cat >&2 <<'END'
Récolte builds with these packages; please install them, then run this again.

  macOS, Homebrew   brew install cmake ninja pkg-config sqlite libgit2 cjson \
                    libsodium libzip expat libmicrohttpd libxlsxwriter \
                    readstat pcre2 utf8proc
  Fedora, dnf       dnf install gcc cmake ninja-build pkgconf git \
                    sqlite-devel libgit2-devel zlib-devel cjson-devel \
                    libsodium-devel libzip-devel expat-devel \
                    libmicrohttpd-devel libxlsxwriter-devel readstat-devel \
                    pcre2-devel utf8proc-devel
  Arch, pacman      pacman -S base-devel cmake ninja git sqlite libgit2 zlib \
                    cjson libsodium libzip expat libmicrohttpd libxlsxwriter \
                    pcre2 libutf8proc   (readstat: from the AUR, optional)
  Windows, MSYS2    pacman -S mingw-w64-ucrt-x86_64-{gcc,cmake,ninja,pkgconf} \
                    mingw-w64-ucrt-x86_64-{sqlite3,libgit2,zlib,cjson} \
                    mingw-w64-ucrt-x86_64-{libsodium,libzip,expat} \
                    mingw-w64-ucrt-x86_64-{libmicrohttpd,libxlsxwriter} \
                    mingw-w64-ucrt-x86_64-{readstat,pcre2,libutf8proc}
END
}

packages_missing() {
	for p in $1; do
		dpkg-query -W -f '${Status}' "$p" 2>/dev/null |
		    grep -q 'ok installed' || printf '%s ' "$p"
	done
}

# Is everything there already, whoever installed it?
packages_present() {
	command -v cmake >/dev/null && command -v ninja >/dev/null &&
	    pkg-config --exists sqlite3 libgit2 zlib libcjson libsodium libzip \
	    expat xlsxwriter libpcre2-8 libutf8proc 2>/dev/null
}

packages_need() {
	eval "wanted=\$packages_$1"
	if ! command -v apt-get >/dev/null; then
		[ "$1" = build ] && packages_present && return 0
		packages_elsewhere
		exit 5
	fi
	missing=$(packages_missing "$wanted")
	[ -z "$missing" ] && return 0
	if [ "$(id -u)" = 0 ]; then
		as_root=
	elif command -v sudo >/dev/null; then
		as_root=sudo
	else
		echo "missing, and there is no sudo to install them: $missing" >&2
		exit 5
	fi
	echo "installing with apt: $missing" >&2
	# The list of packages may be old or absent: refresh it first.
	$as_root apt-get update -q >/dev/null || true
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
	    --no-install-recommends $missing >/dev/null || {
		echo "apt could not install: $missing" >&2
		exit 5
	}
}
