#!/bin/sh
# Build everything and run all tests.
#   sh tests/run.sh [--asan] [--windows] [ctest's own options]
# --asan     once more under AddressSanitizer and UndefinedBehaviorSanitizer
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

mkdir -p build
packages_need build
packages_need test
packages_browser build/browser
[ -z "$windows" ] || { packages_need windows; sh tests/windows.sh; }
[ -z "$asan" ] || build_and_test asan "$@"
build_and_test dev "$@"
