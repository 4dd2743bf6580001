#!/bin/sh
# The libraries that the programs stand on, for Windows: Debian's sources, built
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
build_seconds=1200	# for one library, on a busy machine
# shellcheck source=cmake/mingw-sources.sh
. "$here/mingw-sources.sh"

# Source package | what users of the static library must define | options.
libraries='
zlib||
cjson|-DCJSON_HIDE_SYMBOLS|-DENABLE_CJSON_TEST=OFF -DENABLE_CUSTOM_COMPILER_FLAGS=OFF
utf8proc|-DUTF8PROC_STATIC|
pcre2|-DPCRE2_STATIC|-DPCRE2_BUILD_PCRE2GREP=OFF -DPCRE2_BUILD_TESTS=OFF
expat|-DXML_STATIC|-DEXPAT_BUILD_TESTS=OFF -DEXPAT_BUILD_TOOLS=OFF -DEXPAT_BUILD_EXAMPLES=OFF -DEXPAT_BUILD_DOCS=OFF -DEXPAT_SHARED_LIBS=OFF
libsodium|-DSODIUM_STATIC|
sqlite3||
http-parser||
mbedtls||-DENABLE_PROGRAMS=OFF -DENABLE_TESTING=OFF -DMBEDTLS_FATAL_WARNINGS=OFF
openssl||
libssh2||
libgit2||-DUSE_HTTP_PARSER=system -DREGEX_BACKEND=pcre2 -DUSE_WINHTTP=OFF -DUSE_HTTPS=mbedTLS -DUSE_SSH=ON -DHAVE_LIBSSH2_MEMORY_CREDENTIALS=1 -DBUILD_CLI=OFF -DBUILD_TESTS=OFF -DCMAKE_C_FLAGS=-DPCRE2_STATIC
libmicrohttpd||
nettle||
'

# The pkg-config file that a source package installs.
pc_of() {
	case $1 in
	cjson | utf8proc) echo "lib$1" ;;
	pcre2) echo libpcre2-8 ;;
	*) echo "$1" ;;
	esac
}

# What lies compiled in this folder, and its headers, as a library with its
# pkg-config file; of the template only what differs between libraries is kept.
archive_install() {	# LIBRARY PKG-CONFIG-TEMPLATE SYSTEM-LIBRARIES HEADERS...
	mkdir -p "$sysroot/include" "$sysroot/lib/pkgconfig"
	rm -f "$sysroot/lib/lib$1.a"
	x86_64-w64-mingw32-ar rcs "$sysroot/lib/lib$1.a" ./*.o
	sed -e "s|@prefix@|$sysroot|" -e "s|@exec_prefix@|$sysroot|" \
	    -e "s|@libdir@|$sysroot/lib|" -e "s|@sharedlibdir@|$sysroot/lib|" \
	    -e "s|@includedir@|$sysroot/include|" -e "s|-lsqlite\$|&3|" \
	    -e "s|@PACKAGE_NAME@|$1|" -e "s|^Version:.*|Version: 1|" \
	    -e "s|^Libs.private:.*|Libs.private: $3|" -e "/@/d" \
	    "$2" >"$sysroot/lib/pkgconfig/$(pc_of "$name").pc"
	shift 3
	cp -R "$@" "$sysroot/include/"
}

compile() {	# OPTIONS AND SOURCES...
	x86_64-w64-mingw32-gcc -O2 -DNDEBUG -c "$@"
}

# Debian's zlib leaves out what its CMake file wants on Windows.
zlib_build() {
	compile ./*.c
	archive_install z zlib.pc.in "" zlib.h zconf.h
}

# Debian's repairs compare with 1 what CMake's configuration only defines.
expat_build() {
	sed -i 's/^#cmakedefine XML_DTD.*/#define XML_DTD 1/' \
	    expat/expat_config.h.cmake
	cmake_build expat
}

# libsodium comes without a configure script; its C alone needs none.
libsodium_build() {
	cd src/libsodium
	cp ../../builds/msvc/version.h include/sodium/
	find crypto_* randombytes sodium -name '*.c' | while read -r file; do
		compile -DCONFIGURED=1 -DSODIUM_STATIC -D_CRT_RAND_S \
		    -DNATIVE_LITTLE_ENDIAN -DTLS=_Thread_local \
		    -I include/sodium -o "$(echo "$file" | tr / _).o" "$file"
	done
	archive_install sodium ../../libsodium.pc.in "" \
	    include/sodium.h include/sodium
}

# One source file, put together by Tcl as SQLite's own makefile does it.
sqlite3_build() {
	sh configure --disable-tcl --disable-readline
	make sqlite3.c
	compile -DSQLITE_SECURE_DELETE -DSQLITE_OMIT_LOAD_EXTENSION sqlite3.c
	archive_install sqlite3 sqlite.pc.in "" sqlite3.h
}

# For libgit2, which finds it without pkg-config.
http_parser_build() {
	compile http_parser.c
	x86_64-w64-mingw32-ar rcs "$sysroot/lib/libhttp_parser.a" http_parser.o
	cp http_parser.h "$sysroot/include/"
}

# For libssh2 alone, none of whose other back ends knows ed25519: so without TLS
# (mbedTLS speaks it) and without what ssh does not use, which would take three
# times as long. Nothing that it reads at run time comes from a folder in which
# somebody else may write: it looks for no settings, engines or modules.
openssl_build() {
	# shellcheck disable=SC2046  # options are words
	perl Configure mingw64 --cross-compile-prefix=x86_64-w64-mingw32- \
	    --prefix="$sysroot" --openssldir=/none no-shared no-module no-dso \
	    no-engine no-autoload-config no-tests \
	    $(for part in $openssl_without; do echo "no-$part"; done)
	make build_generated
	timeout "$build_seconds" make -j "$cores" libcrypto.a
	cp libcrypto.a "$sysroot/lib/"
	cp -R include/openssl "$sysroot/include/"
	rm -f "$sysroot"/include/openssl/*.h.in
}
openssl_without='ssl tls dtls srp legacy async ui-console cmp cms ct ocsp ts comp
gost aria camellia idea seed sm2 sm3 sm4 mdc2 rc2 rc4 bf cast md4 rmd160
whirlpool siphash siv blake2 ec2m scrypt chacha'

# Its configuration for Windows knows nothing of OpenSSL's parts.
libssh2_build() {
	cd src
	compile -DLIBSSH2_OPENSSL -DHAVE_EVP_AES_128_CTR -DOPENSSL_NO_RIPEMD \
	    -I ../include -I ../win32 -I "$sysroot/include" \
	    $(ls ./*.c | grep -v -e mbedtls -e libgcrypt -e wincng)
	archive_install ssh2 ../libssh2.pc.in \
	    "-lcrypto -lws2_32 -lcrypt32 -lgdi32 -luser32 -ladvapi32" \
	    ../include/*.h
}

# Certificates that the system trusts are handed to it: it shall not look for
# any where it was built. What Windows' libraries it needs it forgets to tell.
libgit2_build() {
	sed -i '/GIT_DEFAULT_CERT_LOCATION=/d' cmake/SelectHTTPSBackend.cmake
	cmake_build .
	sed -i 's/^Libs.private:.*/& -lws2_32 -lbcrypt -ladvapi32 -lrpcrt4 -lole32/' \
	    "$sysroot/lib/pkgconfig/libgit2.pc"
}

# Its configure script takes minutes to find out what its hand-written
# configuration for Windows says; that one is meant for another compiler.
libmicrohttpd_build() {
	cd src/microhttpd
	sed -e '/define MSVC/d' -e 's/_MSC_VER/1900/' \
	    -e 's/static __forceinline/static inline/' \
	    -e '/AUTH_SUPPORT\|UPGRADE_SUPPORT/d' \
	    ../../w32/common/MHD_config.h >MHD_config.h
	for part in connection reason_phrase daemon internal memorypool \
	    mhd_mono_clock sysfdsetsize mhd_str mhd_send mhd_sockets mhd_itc \
	    mhd_compat response mhd_threads postprocessor; do
		compile -fno-strict-aliasing -I. -I../include \
		    -D_WIN32_WINNT=0x0600 -DMHD_W32LIB "$part.c"
	done
	archive_install microhttpd ../../libmicrohttpd.pc.in -lws2_32 \
	    ../include/microhttpd.h
}

# SHA-1 is all that is asked of it.
nettle_build() {
	compile sha1.c sha1-compress.c write-be32.c
	sed -e 's/@MAJOR_VERSION@/3/' -e 's/@MINOR_VERSION@/0/' \
	    -e '/@/d' version.h.in >version.h
	mkdir nettle
	cp sha1.h nettle-types.h version.h nettle/
	archive_install nettle nettle.pc.in "" nettle
}

cmake_build() {	# FOLDER
	# shellcheck disable=SC2086  # options are words
	cmake -G Ninja -S "$1" -B recolte-out -Wno-dev \
	    -DCMAKE_TOOLCHAIN_FILE="$top/cmake/mingw-w64.cmake" \
	    -DRECOLTE_SYSROOT="$sysroot" -DCMAKE_BUILD_TYPE=Release \
	    -DCMAKE_INSTALL_PREFIX="$sysroot" -DCMAKE_INSTALL_LIBDIR=lib \
	    -DBUILD_SHARED_LIBS=OFF $options
	timeout "$build_seconds" ninja -C recolte-out -j "$cores" install
}

library_build() {
	source_fetch "$name"
	for folder in "$deps/src/$name"/*/; do :; done
	cd "$folder"
	case $name in
	zlib) zlib_build ;;
	expat) expat_build ;;
	libsodium) libsodium_build ;;
	sqlite3) sqlite3_build ;;
	http-parser) http_parser_build ;;
	openssl) openssl_build ;;
	libssh2) libssh2_build ;;
	libgit2) libgit2_build ;;
	libmicrohttpd) libmicrohttpd_build ;;
	nettle) nettle_build ;;
	*) cmake_build . ;;
	esac
	[ -z "$definitions" ] || sed -i "s|^Cflags:.*|& $definitions|" \
	    "$sysroot/lib/pkgconfig/$(pc_of "$name").pc"
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
	name=${2%%|*}
	rest=${2#*|}
	definitions=${rest%%|*}
	options=${rest#*|}
	library_build
	exit
fi
mkdir -p "$deps/log" "$deps/made"
rm -rf "$deps/apt/fresh"
echo "$libraries" | while read -r line; do
	[ -z "$line" ] || library_need "$line"
done
