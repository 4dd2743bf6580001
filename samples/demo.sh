#!/bin/sh
# The whole of Récolte in one go, on the real questionnaire: a study is made,
# six laptops collect without a network, everything travels through a git
# repository, and the coordinator gets one dataset. The demo checks itself.
#   sh samples/demo.sh
# Everything lies in samples/out/ afterwards, nothing elsewhere.
#
# For tests: RECOLTE_BIN names a folder of built programs, RECOLTE_OUT another
# output folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
out=${RECOLTE_OUT:-$here/out}
started=$(date +%s)

say() {
	printf '\n\033[1m%s\033[0m\n' "$*" | if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]
	then cat; else sed 's/\x1b\[[0-9]*m//g'; fi
}
fail() {
	echo "demo: $*" >&2
	exit 1
}
expect() {	# WHAT SEEN EXPECTED
	[ "$2" = "$3" ] || fail "$1: expected $3, saw $2"
	echo "  checked: $1: $2"
}

# ---- build ------------------------------------------------------------

mkdir -p "$out"
rm -rf "$out/study" "$out/laptops" "$out/answers" "$out/hub.git" \
    "$out/hub.away" "$out/coordinator" "$out/coordinator-again" \
    "$out/dataset" "$out/dataset-again" "$out/keyring.copy" "$out/log"
mkdir -p "$out/laptops" "$out/answers"
if [ -n "${RECOLTE_BIN:-}" ]; then
	bin=$RECOLTE_BIN
else
	. "$root/cmake/packages.sh"
	packages_need build
	echo "building (log: $out/build.log)"
	{ cmake -S "$root" -B "$out/build" -G Ninja \
	    -DCMAKE_BUILD_TYPE=Release -DRECOLTE_HARDEN=ON &&
	    cmake --build "$out/build" --target formspec collector merger
	} >"$out/build.log" 2>&1 || {
		tail -20 "$out/build.log" >&2
		fail "the build failed"
	}
	bin=$out/build
fi
formspec=$bin/formspec/formspec
merger="$bin/merger/merger -w $out/coordinator"
form=$here/panorama/panorama.xlsx

collector() {	# LAPTOP command ...: with that interviewer's passphrase
	n=$1
	shift
	RECOLTE_PASSPHRASE="laptop $n, a long sentence" \
	    "$bin/collector/collector" --store "$out/laptops/$n" "$@"
}
# Commands that end with 1 did their work, and something asks for attention.
noticing() {
	status=0
	"$@" || status=$?
	[ "$status" -le 1 ] || fail "$* ended with $status"
}
RECOLTE_PASSPHRASE='the coordinator, a long sentence'
export RECOLTE_PASSPHRASE

# ---- the study --------------------------------------------------------

say "The questionnaire"
$formspec check "$form"

say "The coordinator begins a study, and a hub for everybody to meet"
$merger init --hub "$out/hub.git" --form "$form"

# The sample frame: one post in each of forty EPCI, by its function.
awk -F, 'NR == 1 { print "case,structure,function" }
	NR > 1 && !/"/ && n < 40 { printf "C%03d,%s,%s\n", ++n, $2,
	    n % 2 ? "chef de projet" : "directeur" }' \
    "$here/panorama/epci.csv" >"$out/answers/frame.csv"
$merger cases import "$out/answers/frame.csv"

say "A copy of the keyring, tried: the field opens, and interviews count"
RECOLTE_COPY_PASSPHRASE='the copy, in another place'
export RECOLTE_COPY_PASSPHRASE
$merger keys export "$out/keyring.copy"
$merger phase field --copy "$out/keyring.copy"

say "Six interviewers join"
for n in 1 2 3 4 5 6; do
	$merger invite "Interviewer $n" -o "$out/laptops/$n.invitation"
	collector "$n" join "$out/laptops/$n.invitation"
done
noticing $merger pull
$merger devices admit
for n in 1 2 3 4 5 6; do collector "$n" sync; done >"$out/log"

# ---- collecting -------------------------------------------------------

# Interviews 1 to 120, twenty a laptop; the last one is asked by hand.
$formspec fake "$form" -n 119 --seed 2024 >"$out/answers/all.ndjson"
i=0
for n in 1 2 3 4 5 6; do
	sed -n "$((i + 1)),$((i + 20))p" "$out/answers/all.ndjson" |
	    awk -v n="$n" '{	# a key of its own, and an address of its own
		sub(/^\{/, sprintf("{\".source\":\"%d-%02d\",", n, NR))
		sub(/@example/, sprintf("%d%02d@example", n, NR)); print
	    }' >"$out/answers/$n.ndjson"
	i=$((i + 20))
done

# Two interviewers met the same person: the same case of the frame.
for who in 2:3 4:7; do
	sed -i.before "${who#*:}s/^{/{\".case\":\"C007\",/" \
	    "$out/answers/${who%:*}.ndjson"
done
# Two colleagues share their office's mailbox, and stay two people.
for n in 3 5; do
	sed -i.before "s/\"email\":\"[^\"]*\"/\"email\":\"politique-ville@mairie.example\"/;t done
b
:done
n
b done" "$out/answers/$n.ndjson"
	grep -q politique-ville "$out/answers/$n.ndjson" ||
	    fail "no interview of laptop $n left an e-mail address"
done
rm -f "$out"/answers/*.before

say "One interview arrives early"
early=$(grep -n '"consent":"yes"' "$out/answers/1.ndjson" | head -1 |
    cut -d: -f1)
sed -n "${early}p" "$out/answers/1.ndjson" >"$out/answers/early.ndjson"
collector 1 import "$out/answers/early.ndjson"
collector 1 sync >>"$out/log"
noticing $merger pull
response=$($merger status --responses | cut -c1-36)

say "The hub goes out of reach; everybody collects without a network"
mv "$out/hub.git" "$out/hub.away"
for n in 1 2 3 4 5 6; do
	collector "$n" import "$out/answers/$n.ndjson"
done
say "One interview is asked at the terminal"
collector 6 ask --language fr <"$here/panorama/interview.txt" \
    >"$out/answers/asked.txt"
tail -8 "$out/answers/asked.txt"
tail -2 "$out/answers/asked.txt" | grep -q 'est finalisée' ||
    fail "the interview at the terminal was not finalised"
if collector 3 sync >>"$out/log" 2>&1; then
	fail "a sync without a hub said that it worked"
fi
echo "  checked: a sync without a hub says so, and keeps everything"

say "The same answer is corrected twice, neither knowing of the other"
collector 1 correct "$response" staff_trend=grew --reason "misheard"
$merger correct "$response" staff_trend=same --reason "the person wrote back"

# ---- bringing together ------------------------------------------------

say "The hub comes back; all sync, twice, in a different order"
mv "$out/hub.away" "$out/hub.git"
for n in 1 2 3 4 5 6; do collector "$n" sync; done >>"$out/log"
for n in 4 2 6 1 5 3; do collector "$n" sync; done >>"$out/log"

say "The coordinator pulls"
noticing $merger pull
$merger status
noticing $merger conflicts
noticing $merger duplicates

say "The dataset"
$merger export csv "$out/dataset"

# ---- checks -----------------------------------------------------------

say "Checks"
figure() {
	$merger status --json 2>/dev/null | sed "s/.*\"$1\":\([0-9]*\).*/\1/"
}
expect responses "$(figure responses)" 120
expect conflicts "$(figure conflicts)" 1
expect duplicates "$(figure duplicates)" 1
expect "second pull" "$(noticing $merger pull)" "nothing new"

again="$bin/merger/merger -w $out/coordinator-again"
$again init --hub "$out/hub.git" --keys "$out/coordinator/keys" >>"$out/log"
noticing $again pull >>"$out/log"
$again export csv "$out/dataset-again" >>"$out/log" 2>&1
diff -r "$out/dataset" "$out/dataset-again" ||
    fail "a second workspace exports other bytes"
echo "  checked: a second workspace, made from nothing but the keys, exports" \
    "the same bytes"
if grep -rqi 'politique-ville@' "$out/dataset"; then
	fail "an e-mail address is in the dataset"
fi
echo "  checked: no e-mail address is in the dataset"
for n in 1 2 3 4 5 6; do collector "$n" sync; done >>"$out/log"
merged=$(for n in 1 2 3 4 5 6; do collector "$n" list; done | grep -c merged)
expect "responses merged, by the laptops' receipts" "$merged" 120

say "Done in $(($(date +%s) - started)) s. The dataset: $out/dataset"
ls -l "$out/dataset" | awk 'NR > 1 { printf "  %8d  %s\n", $5, $9 }'
echo
head -7 "$out/dataset/panorama.csv" | awk -v want='response interview-structure-structure_kind interview-post-post_function interview-post-time_share interview-staff-staff_trend interview-support-needs' '
function cells(line, out,    n, quoted, i, c) {	# one CSV row into out[1..n]
	n = 1; out[1] = ""
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "\"") quoted = !quoted
		else if (c == "," && !quoted) out[++n] = ""
		else if (c != "\r") out[n] = out[n] c
	}
	return n
}
NR == 1 { n = cells($0, heading); k = split(want, name, " ")
	for (j = 1; j <= k; j++) for (i = 1; i <= n; i++)
		if (heading[i] == name[j]) at[j] = i }
{ cells($0, cell)
	for (j = 1; j <= k; j++) {
		text = cell[at[j]]
		if (NR == 1) sub(/.*-/, "", text)
		printf "  %-" (j == 6 ? 24 : 14) "." (j == 6 ? 24 : 14) "s", text
	}
	print "" }'
