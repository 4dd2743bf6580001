#!/bin/sh
# Figures, one JSON line each: {"name","value","unit","floor","ratio"}. Values
# are medians; the floor is measured in the same run, and bench/*.c says what
# it is. Not a test: nothing fails when a figure is bad.
#
#	tests/bench.sh formspec | exchange | collector
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
build=${RECOLTE_BENCH_BUILD:-$here/build/bench}

build() {	# ON|OFF target ...
	programs=$1
	shift
	cmake -S "$here" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
	    -DRECOLTE_PROGRAMS="$programs" >&2
	cmake --build "$build" -j 2 --target "$@" >&2
}

case ${1:-} in
formspec|exchange|collector) ;;
*)
	echo "usage: tests/bench.sh formspec | exchange | collector" >&2
	exit 2 ;;
esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
if [ "$1" = formspec ]; then
	build OFF formspec bench_formspec
	"$build/tests/bench_formspec" "$build/formspec/formspec" "$folder"
elif [ "$1" = collector ]; then
	build ON formspec collector make_study bench_formspec bench_pages
	sh "$here/tests/bench/pages.sh" "$build" "$folder"
else
	build ON formspec collector merger odd_server bench_exchange
	sh "$here/tests/bench/exchange.sh" "$build" "$folder"
fi
