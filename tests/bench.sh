#!/bin/sh
# Figures, one JSON line each: {"name","value","unit","floor","ratio"}. Values
# are medians; the floor is measured in the same run, and bench/*.c says what
# it is. Not a test: nothing fails when a figure is bad.
#
#	tests/bench.sh formspec
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
build=${RECOLTE_BENCH_BUILD:-$here/build/bench}

if [ "${1:-}" != formspec ]; then
	echo "usage: tests/bench.sh formspec" >&2
	exit 2
fi
cmake -S "$here" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DRECOLTE_PROGRAMS=OFF >&2
cmake --build "$build" -j 2 --target formspec bench_formspec >&2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$build/tests/bench_formspec" "$build/formspec/formspec" "$folder"
