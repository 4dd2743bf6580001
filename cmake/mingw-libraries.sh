#!/bin/sh
# The libraries that formspec stands on, for Windows: Debian's sources, built
# with mingw-w64 into build/windows-deps/sysroot, where cmake/mingw-w64.cmake
# looks for them. A library stays as long as its line in the table stays.
#   sh cmake/mingw-libraries.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
top=$PWD
deps=$top/build/windows-deps
sysroot=$deps/sysroot
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
sources_seconds=120	# a server may fall silent
build_seconds=300	# for one library

# Source package | what users of the static library must define | options.
libraries='
zlib||
cjson|-DCJSON_HIDE_SYMBOLS|-DENABLE_CJSON_TEST=OFF -DENABLE_CUSTOM_COMPILER_FLAGS=OFF
utf8proc|-DUTF8PROC_STATIC|
pcre2|-DPCRE2_STATIC|-DPCRE2_BUILD_PCRE2GREP=OFF -DPCRE2_BUILD_TESTS=OFF
expat|-DXML_STATIC|-DEXPAT_BUILD_TESTS=OFF -DEXPAT_BUILD_TOOLS=OFF -DEXPAT_BUILD_EXAMPLES=OFF -DEXPAT_BUILD_DOCS=OFF -DEXPAT_SHARED_LIBS=OFF
libsodium|-DSODIUM_STATIC|
'

# The pkg-config file that a source package installs.
pc_of() {
	case $1 in
	cjson | utf8proc) echo "lib$1" ;;
	pcre2) echo libpcre2-8 ;;
	*) echo "$1" ;;
	esac
}

apt_run() {	# TOOL ARGUMENTS...
	tool=$1
	shift
	timeout "$sources_seconds" "$tool" -o Dir::Etc::SourceList=/dev/null \
	    -o Dir::Etc::SourceParts="$deps/apt/parts" \
	    -o Dir::State::Lists="$deps/apt/lists" \
	    -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache= \
	    -o APT::Sandbox::User="$(id -un)" "$@"
}

# apt with lists of its own: the machine's may name no sources, and are not
# ours to change. Where the sources are is read from the machine's entries.
apt_prepare() {
	mkdir -p "$deps/apt/parts" "$deps/apt/lists/partial"
	for file in /etc/apt/sources.list.d/*.sources; do
		[ -f "$file" ] || continue
		awk 'BEGIN { RS = ""; ORS = "\n\n" }
		    /debian|ubuntu/ && !/Enabled: *no/ {
			sub(/Types:[^\n]*/, "Types: deb-src")
			print
		    }' "$file"
	done >"$deps/apt/parts/all.sources"
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -f "$file" ] || continue
		sed -n '/debian\|ubuntu/s/^deb /deb-src /p' "$file"
	done >"$deps/apt/parts/all.list"
	apt_run apt-get -qq update >"$deps/log/apt" 2>&1 ||
	    echo "apt's lists are not up to date: see $deps/log/apt" >&2
}

# The newest version that can be had: a mirror may lag behind its own index.
source_fetch() {	# PACKAGE, unpacked below $deps/src/PACKAGE
	rm -rf "${deps:?}/src/$1"
	mkdir -p "$deps/src/$1"
	cd "$deps/src/$1"
	apt_run apt-cache showsrc "$1" |
	    sed -n "/^Package: $1\$/,/^\$/s/^Version: //p" | sort -rVu >versions
	while read -r version; do
		apt_run apt-get -qq source "$1=$version" && return
		echo "$1 $version could not be had"
	done <versions
	echo "no source of $1"
	return 1
}

# Debian's zlib leaves out what its CMake file wants on Windows.
zlib_build() {	# FOLDER
	cd "$1"
	x86_64-w64-mingw32-gcc -O2 -c ./*.c
	mkdir -p "$sysroot/include" "$sysroot/lib/pkgconfig"
	x86_64-w64-mingw32-ar rcs "$sysroot/lib/libz.a" ./*.o
	cp zlib.h zconf.h "$sysroot/include/"
	sed -e "s|@prefix@|$sysroot|" -e "s|@exec_prefix@|$sysroot|" \
	    -e "s|@libdir@|$sysroot/lib|" -e "s|@sharedlibdir@|$sysroot/lib|" \
	    -e "s|@includedir@|$sysroot/include|" -e "s|@VERSION@|1|" \
	    zlib.pc.in >"$sysroot/lib/pkgconfig/zlib.pc"
}

# Debian's repairs compare with 1 what CMake's configuration only defines.
expat_mend() {	# FOLDER
	sed -i 's/^#cmakedefine XML_DTD.*/#define XML_DTD 1/' \
	    "$1/expat_config.h.cmake"
}

# libsodium comes without a configure script; its C alone needs none.
libsodium_build() {	# FOLDER
	cd "$1/src/libsodium"
	cp ../../builds/msvc/version.h include/sodium/
	find crypto_* randombytes sodium -name '*.c' | while read -r file; do
		object=$(echo "$file" | tr / _).o
		x86_64-w64-mingw32-gcc -O2 -c -DCONFIGURED=1 -DSODIUM_STATIC \
		    -DNATIVE_LITTLE_ENDIAN -DTLS=_Thread_local -I include/sodium \
		    -o "$object" "$file"
	done
	mkdir -p "$sysroot/include" "$sysroot/lib/pkgconfig"
	x86_64-w64-mingw32-ar rcs "$sysroot/lib/libsodium.a" ./*.o
	cp -R include/sodium.h include/sodium "$sysroot/include/"
	sed -e "s|@prefix@|$sysroot|" -e "s|@exec_prefix@|$sysroot|" \
	    -e "s|@libdir@|$sysroot/lib|" -e "s|@PACKAGE_NAME@|libsodium|" \
	    -e "s|@includedir@|$sysroot/include|" -e "s|@PACKAGE_VERSION@|1|" \
	    -e "s|@PKGCONFIG_LIBS_PRIVATE@||" \
	    ../../libsodium.pc.in >"$sysroot/lib/pkgconfig/libsodium.pc"
}

cmake_build() {	# FOLDER OPTIONS
	# shellcheck disable=SC2086  # options are words
	cmake -G Ninja -S "$1" -B "$1/recolte-out" -Wno-dev \
	    -DCMAKE_TOOLCHAIN_FILE="$top/cmake/mingw-w64.cmake" \
	    -DRECOLTE_SYSROOT="$sysroot" -DCMAKE_BUILD_TYPE=Release \
	    -DCMAKE_INSTALL_PREFIX="$sysroot" -DCMAKE_INSTALL_LIBDIR=lib \
	    -DBUILD_SHARED_LIBS=OFF $2
	timeout "$build_seconds" ninja -C "$1/recolte-out" -j "$cores" install
}

library_build() {	# PACKAGE DEFINITIONS OPTIONS
	source_fetch "$1"
	for folder in "$deps/src/$1"/*/; do :; done
	folder=${folder%/}
	case $1 in
	zlib) zlib_build "$folder" ;;
	expat) expat_mend "$folder/expat"; cmake_build "$folder/expat" "$3" ;;
	libsodium) libsodium_build "$folder" ;;
	*) cmake_build "$folder" "$3" ;;
	esac
	pc=$sysroot/lib/pkgconfig/$(pc_of "$1").pc
	sed -i "s|^Cflags:.*|& $2|" "$pc"
}

# In a shell of its own (--one): `set -e` is void within a condition.
library_need() {	# LINE
	name=${1%%|*}
	mark=$deps/made/$name
	if [ -f "$mark" ] && [ "$(cat "$mark")" = "$1" ]; then
		return
	fi
	[ -d "$deps/apt/fresh" ] || { apt_prepare; mkdir "$deps/apt/fresh"; }
	echo "building $name for Windows" >&2
	if ! sh "$here/mingw-libraries.sh" --one "$1" >"$deps/log/$name" 2>&1 </dev/null; then
		echo "$name was not built; $deps/log/$name ends:" >&2
		tail -15 "$deps/log/$name" >&2
		exit 1
	fi
	echo "$1" >"$mark"
	rm -rf "${deps:?}/src/$name"
}

if [ "${1:-}" = --one ]; then
	rest=${2#*|}
	library_build "${2%%|*}" "${rest%%|*}" "${rest#*|}"
	exit
fi
mkdir -p "$deps/log" "$deps/made"
rm -rf "$deps/apt/fresh"
echo "$libraries" | while read -r line; do
	[ -z "$line" ] || library_need "$line"
done
