#!/bin/sh
# The programs for Windows: built with mingw-w64, their tests run under Wine.
# The same commands of formspec must print and write the same bytes there as
# here; both systems work on one study (windows/both.sh), and meet the same hubs
# (network/) and the same browser. Everything lies in build/; nothing waits for a
# user or a screen. The first time it takes an hour on two cores.
# Without Wine the programs are only built; without servers or a browser, what
# needs them is skipped.
#   sh tests/windows.sh
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=cmake/packages.sh
. cmake/packages.sh
packages_need build
packages_need windows
(packages_need wine) || echo 'Wine cannot be had: the programs are only built'
(packages_need test) || echo 'not all servers are here for hubs on a network'
packages_browser build/browser

top=$PWD
here=$top/build/dev/formspec/formspec
there=$top/build/windows/formspec/formspec.exe
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
work=$top/build/windows-deps/compare
first_start_seconds=120	# Wine makes its folders
test_seconds=600	# unless a test says another time; Wine is slow to start
passed=0 failed=0 skipped=0
unset DISPLAY WAYLAND_DISPLAY
export LC_ALL=C.UTF-8	# how Wine reads names of files
export TZ=Europe/Paris	# not the zone of test machines, and with summers
export WINEPREFIX="$top/build/windows-deps/wine" WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml,winedbg.exe='

close() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
	exit
}

quietly() {	# LOG COMMAND...
	log=build/$1
	shift
	"$@" >"$log" 2>&1 </dev/null && return
	tail -40 "$log" >&2
	echo "failed: $*" >&2
	failed=$((failed + 1))
	close
}

build() {
	sh cmake/mingw-libraries.sh || { failed=1; close; }
	quietly windows.log cmake --preset windows \
	    -DRECOLTE_HERE="$top/build/dev"
	quietly windows.log cmake --build build/windows -j "$cores"
	quietly dev.log cmake --preset dev
	quietly dev.log cmake --build build/dev -j "$cores" \
	    --target formspec collector merger odd_server
}

count_lines() {	# WORD
	grep -c "^ *[0-9]*/[0-9]* Test.*$1" "$work/ctest" || :
}

tests() {
	ctest --test-dir build/windows --output-on-failure -j "$cores" \
	    --timeout "$test_seconds" >"$work/ctest" 2>&1 </dev/null || :
	grep -v -e ' Passed ' -e '^ *Start ' -e '^Internal' "$work/ctest" || :
	ran=$(sed -n 's/.*tests passed,.* out of \([0-9]*\)$/\1/p' "$work/ctest")
	good=$(count_lines ' Passed ')
	skipped=$(count_lines '\*\*\*Skipped')
	passed=$((passed + good))
	failed=$((failed + ${ran:-1} - good - skipped))
}

run_in() {	# FOLDER COMMAND...
	cd "$work/$1/été"
	shift
	status=0
	timeout "$test_seconds" "$@" >../out 2>../err </dev/null || status=$?
	echo "$status" >../status
	cd "$top"
}

# One command on both systems, in folders that hold the same: status, both
# streams and every file must be the same, to the byte.
same() {	# ARGUMENTS OF formspec...
	run_in here "$here" "$@"
	run_in there wine "$there" "$@"
	if diff -r "$work/here" "$work/there" >"$work/diff" 2>&1; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "other on Windows: formspec $*"
	head -20 "$work/diff" | cut -c 1-300
}

# A comparison of two failures proves nothing: what must have worked did.
expect() {	# STATUS ARGUMENTS OF formspec...
	wanted=$1
	shift
	same "$@"
	seen=$(cat "$work/here/status")
	[ "$seen" = "$wanted" ] && return
	failed=$((failed + 1))
	echo "formspec $*: expected status $wanted, saw $seen"
	cat "$work/here/err"
}

commands() {
	for system in here there; do
		rm -rf "${work:?}/$system"
		mkdir -p "$work/$system/été"
		cp samples/panorama/*.csv samples/panorama/panorama.* \
		    "$work/$system/été/"
		cp samples/panorama/panorama.xlsx \
		    "$work/$system/été/où ça 日本.xlsx"
	done
	expect 0 --version
	expect 0 --help
	expect 2 chek panorama.xlsx
	expect 0 check panorama.xlsx
	expect 0 check --language fr ../été/panorama.md
	expect 0 check --json "où ça 日本.xlsx"
	expect 5 check "n'est pas là.xlsx"
	expect 3 check communes.csv
	expect 0 convert panorama.xlsx "réponse à tout.json"
	expect 0 convert "réponse à tout.json" "../été/aller et retour 日本.xlsx"
	expect 0 convert "../été/aller et retour 日本.xlsx" "retour.json"
	expect 5 convert panorama.xlsx "nulle part/x.json"
	expect 5 convert panorama.xlsx "nulle part/x.xlsx"
	expect 0 fake -n 5 --seed 1 panorama.xlsx
	expect 0 fake -n 3 -o "où ça.jsonl" "réponse à tout.json"
	for day in 1955-01-15 1999-07-14 2026-01-15; do
		expect 0 eval panorama.xlsx \
		    "concat(date-time('${day}T12:00:00Z'), ' é ', exp10(-2))"
	done
	if grep -q "$(printf '\r')" "$work/there/out" "$work/there/err" \
	    "$work"/there/été/*.json*; then
		failed=$((failed + 1))
		echo "a carriage return was written"
	else
		passed=$((passed + 1))
	fi
}

# One file to hand over: no library has to come with it but the system's.
alone() {
	for program in formspec collector merger; do
		x86_64-w64-mingw32-objdump -p \
		    "build/windows/$program/$program.exe" |
		    sed -n 's/.*DLL Name: *//p' >"$work/libraries"
		if [ -s "$work/libraries" ] && ! grep -vix -e 'kernel32\.dll' \
		    -e 'msvcrt\.dll' -e 'ucrtbase\.dll' -e 'api-ms-win-.*' \
		    -e 'advapi32\.dll' -e 'bcrypt\.dll' -e 'shell32\.dll' \
		    -e 'ws2_32\.dll' -e 'crypt32\.dll' -e 'ole32\.dll' \
		    -e 'rpcrt4\.dll' -e 'user32\.dll' "$work/libraries"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "$program.exe needs other libraries than the system's"
		fi
	done
}

mkdir -p "$work"
build
alone
if ! command -v wine >/dev/null; then
	echo 'skipped: all that runs the programs (there is no wine)'
	skipped=1
	close
fi
if ! timeout "$first_start_seconds" wine "$there" --version >"$work/wine" \
    2>&1 </dev/null; then
	tail -5 "$work/wine" >&2
	echo "Wine does not start formspec.exe" >&2
	failed=1
	close
fi
# Each start of a server of its own costs seconds: it stays a minute longer.
! command -v wineserver >/dev/null || wineserver -p60 || :
tests
commands
close
