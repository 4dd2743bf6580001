#!/bin/sh
# Build everything and run all tests.
#   sh tests/run.sh [--asan] [--windows] [ctest's own options]
# --asan     under AddressSanitizer and UndefinedBehaviorSanitizer first, all
#            that can be; then, without them, the rest, and units once more
# --windows  the programs for Windows, with mingw-w64; their tests under Wine
set -eu
cd "$(dirname "$0")/.."
. cmake/packages.sh

asan= windows=
while [ $# -gt 0 ]; do
	case $1 in
	--asan) asan=1 ;;
	--windows) windows=1 ;;
	*) break ;;
	esac
	shift
done
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

build_and_test() {	# PRESET [ctest options]
	preset=$1
	shift
	cmake --preset "$preset" >"build/$preset.log" 2>&1 || {
		cat "build/$preset.log" >&2
		exit 1
	}
	cmake --build "build/$preset" -j "$cores" >"build/$preset.log" 2>&1 || {
		tail -40 "build/$preset.log" >&2
		exit 1
	}
	# Many tests wait, for servers and locks: one more than there are cores.
	ctest --test-dir "build/$preset" --output-on-failure \
	    -j "$((cores + 1))" "$@"
}

# Tests that are scripts around the programs: long, and the same with or without
# sanitizers, as NAME|NAME|... for ctest.
scripts_of() {	# PRESET
	ctest --test-dir "build/$1" -N | sed -n \
	    's/.*: \(\(browser\|collector\|merger\|network\|stick\|web\)\..*\)/\1/p' |
	    paste -sd '|' -
}

mkdir -p build
packages_need build
packages_need test
packages_browser build/browser
[ -z "$windows" ] || { packages_need windows; sh tests/windows.sh; }
if [ -n "$asan" ]; then
	build_and_test asan "$@"
	set -- -E "^($(scripts_of asan))\$" "$@"
fi
build_and_test dev "$@"
