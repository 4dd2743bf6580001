#!/bin/sh
# Run a fuzz target under AddressSanitizer and UndefinedBehaviorSanitizer, on a
# copy of its corpus, for some seconds (60 when not said).
#   sh tests/fuzz.sh TARGET [SECONDS]     TARGET: fuzz/fuzz_TARGET.c, or all
#   sh tests/fuzz.sh --merge TARGET       what it found, into fuzz/corpus
# Findings and what libFuzzer says lie in build/fuzz/runs/TARGET; a finding
# fails the run. RECOLTE_BUILD names the folder of a build made by the preset
# fuzz; without it, build/fuzz is built.
set -eu

seconds_max_an_input=10
memory_mib=512
seed_bytes_max=4096	# of what is kept

merge=
if [ "${1:-}" = --merge ]; then
	merge=1
	shift
fi
target=${1:-}
seconds=${2:-60}
cd "$(dirname "$0")/.."
top=$PWD
if [ -z "$target" ] || { [ "$target" != all ] &&
    [ ! -f "tests/fuzz/fuzz_$target.c" ]; }; then
	echo "usage: sh tests/fuzz.sh [--merge] TARGET [SECONDS]; targets:" >&2
	ls tests/fuzz | sed -n 's/^fuzz_\(.*\)\.c$/  \1/p' >&2
	exit 2
fi
if [ "$target" = all ]; then
	set -- $(ls tests/fuzz | sed -n 's/^fuzz_\(.*\)\.c$/\1/p')
else
	set -- "$target"
fi

build=${RECOLTE_BUILD:-build/fuzz}
if [ -z "${RECOLTE_BUILD:-}" ]; then
	. cmake/packages.sh
	packages_need fuzz
	mkdir -p build
	programs=$(printf 'fuzz_%s ' "$@")
	# shellcheck disable=SC2086
	{ cmake --preset fuzz && cmake --build build/fuzz --target $programs; } \
	    >build/fuzz.log 2>&1 || {
		tail -40 build/fuzz.log >&2
		exit 2
	}
fi
build=$(cd "$build" && pwd)
export UBSAN_OPTIONS=print_stacktrace=1
export ASAN_OPTIONS=quarantine_size_mb=64	# or it alone fills the limit

run() {	# TARGET
	folder=$build/runs/$1
	mkdir -p "$folder/corpus"
	set -- "$1" -timeout="$seconds_max_an_input" \
	    -rss_limit_mb="$memory_mib" -artifact_prefix="$folder/" \
	    -print_final_stats=1 -use_value_profile=1
	[ ! -f "$top/tests/fuzz/words/$1" ] ||
	    set -- "$@" -dict="$top/tests/fuzz/words/$1"
	program=$build/tests/fuzz_$1
	corpus=$top/tests/fuzz/corpus/$1
	shift
	if [ ! -x "$program" ]; then
		echo "$program is not built" >&2
		return 1
	fi
	"$program" "$@" -max_total_time="$seconds" "$folder/corpus" "$corpus" \
	    >"$folder/log" 2>&1 || {
		sed -n '/ERROR\|error:\|FUZZ/,$p' "$folder/log" | head -60 >&2
		echo "$program: a finding, see $folder" >&2
		return 1
	}
	grep -h '^Done\|DONE' "$folder/log"
}

# Only what reaches something new, as small as it was found.
keep() {	# TARGET
	"$build/tests/fuzz_$1" -merge=1 -max_len="$seed_bytes_max" \
	    "$top/tests/fuzz/corpus/$1" "$build/runs/$1/corpus"
}

status=0
for one; do
	if [ -n "$merge" ]; then
		keep "$one"
	else
		run "$one" || status=1
	fi
done
exit $status
