#!/bin/sh
# Many laptops: nothing is lost, and how long each step takes.
#   crowd.sh MERGER COLLECTOR FORMSPEC MERGER_HAND [DEVICES SETS REVISIONS]
# A large study is 500 20 20.
. "$(dirname "$0")/study.sh"
hand_program=$4
devices=${5:-12} sets=${6:-5} revisions=${7:-6}

timed() {
	began=$(date +%s)
	works "$@"
	shift
	echo "$(($(date +%s) - began)) s: $*"
}
new_study
works "$hand_program" -w "$work/office" crowd "$devices" "$sets" "$revisions"
timed merger pull
has pull "$out" "$((devices * sets)) change sets merged"
timed merger pull
equal "second pull" "$out" "nothing new"
timed merger status
equal responses "$(figure responses)" $((devices * sets * revisions))
lacks accounts "$err" "have not arrived"
timed merger export csv "$work/out"
equal rows "$(grep -c , "$work/out/mini.csv")" \
    $((devices * sets * revisions + 1))
timed merger duplicates
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
equal digests "$(figure digest)" "$(figure digest again)"

# More than one change set can hold: it is cut into several.
awk 'BEGIN { print "case,note"; long = sprintf("%2000s", ""); gsub(/ /, "x", long)
	for (i = 1; i <= 5100; i++) print "N" i "," i long }' >"$work/frame.csv"
works merger cases import "$work/frame.csv"
has "many cases" "$out" "5100 cases added"
equal "many cases" "$(figure cases)" 5100
equal "several change sets" "$(figure changesets)" $((devices * sets + 2))
finish
