#!/bin/sh
# A study in which a command dies, or a call of it fails, at every point where
# it changes files; then the command is given again, and all goes on to the end.
# At each point: nothing that was confirmed is lost, nobody repairs anything,
# git finds no fault with any repository, no number has two contents.
#   crash_points.sh MERGER COLLECTOR FORMSPEC FAULTS WAY ... [--all | --points N]
#	[--only STEP]
# FAULTS is the library of faults.c, WAY one of its words (kill, tear, EIO,
# ENOSPC, ENOMEM). Of each step N points are tried (8), or all of them.
[ -d /dev/shm ] && [ -w /dev/shm ] && TMPDIR=${TMPDIR:-/dev/shm}
export TMPDIR
. "$(dirname "$0")/../merger/study.sh"
cases=$(dirname "$0")/../cases/merger
faults=$4
shift 4
ways='' budget=8 only=''
while [ $# -gt 0 ]; do
	case $1 in
	--all) budget=0 ;;
	--points) budget=$2; shift ;;
	--only) only=$2; shift ;;
	*) ways="$ways $1" ;;
	esac
	shift
done
if [ "$faults" = none ] || ! LD_PRELOAD=$faults FAULTS_DO=count \
    FAULTS_COUNT=$work/count mkdir "$work/probe" ||
    ! [ -s "$work/count" ]; then
	echo "no library can be preloaded here: skipped"
	exit 77
fi

# ---- the steps: their command, given once more, and what must be there ------

act() {		# STEP [WORDS IN FRONT]: what is interrupted
	step=$1
	shift
	case $step in
	import) set -- "$@" "$collector_program" --store "$work/laptop1" \
	    import "$work/answers.ndjson" --ids ;;
	attach) set -- "$@" "$collector_program" --store "$work/laptop1" \
	    attach "$response" face "$work/face.png" --reason 'taken later' ;;
	sync|receipts) set -- "$@" "$collector_program" \
	    --store "$work/laptop1" sync ;;
	backup) set -- "$@" "$collector_program" --store "$work/laptop1" \
	    backup "$work/copy.backup" ;;
	enrol) set -- "$@" "$collector_program" --store "$work/laptop2" sync ;;
	pull) set -- "$@" "$merger_program" -w "$work/office" pull ;;
	admit) set -- "$@" "$merger_program" -w "$work/office" devices admit ;;
	cases) set -- "$@" "$merger_program" -w "$work/office" cases import \
	    "$work/frame.csv" ;;
	correct) set -- "$@" "$merger_program" -w "$work/office" correct \
	    "$response" remark=mark-9 --reason 'said later' ;;
	erase) set -- "$@" "$merger_program" -w "$work/office" erase \
	    "$response" --reason asked --yes ;;
	close) set -- "$@" "$merger_program" -w "$work/office" close --yes ;;
	esac
	run "$@"
}
steps='import attach sync pull receipts cases enrol admit backup correct erase'
"$merger_program" close --help >/dev/null 2>&1 && steps="$steps close"

# What a step that is done already says when it is given again.
done_before() {	# STEP
	case $1 in
	erase) pattern='erased\|nobody' ;;
	attach) pattern='there already\|nothing changes' ;;
	correct) pattern='nothing' ;;
	backup) pattern='exists\|there already' ;;
	close) pattern='closed' ;;
	*) return 1 ;;
	esac
	[ "$status" = 2 ] && echo "$err" | grep -q "$pattern"
}
marks_after() {	# STEP
	case $1 in
	correct) echo mark-2 mark-3 mark-9 ;;
	erase|close) echo mark-2 mark-3 ;;
	*) echo mark-1 mark-2 mark-3 ;;
	esac
}

# ---- the study, kept as it is before each step ------------------------------

keep() {
	mkdir -p "$work/kept/$1"
	for part in office hub.git laptop1 laptop2; do
		cp -R "$work/$part" "$work/kept/$1/"
	done
}
# A store notices that its file is another one, and begins a new chain: the
# file must stay the same, only its bytes go back.
put_back() {
	rm -rf "$work/office" "$work/hub.git" "$work/copy.backup"
	for laptop in "$work/laptop1" "$work/laptop2"; do
		find "$laptop" -mindepth 1 ! -name store.sqlite -delete
	done
	cp -R "$work/kept/$1/." "$work/"
}

begin() {
	new_study "$cases/rooms.md"
	printf 'case,town\nC1,Lens\nC2,Arras\n' >"$work/frame.csv"
	join 1
	admit
	sync 1
	works merger invite "Laptop 2" -o "$work/2.invitation"
	works collector 2 join "$work/2.invitation"
	for n in 1 2 3; do
		echo "{\".source\":\"$n\",\"agree\":\"yes\",\"remark\":\"mark-$n\"}"
	done >"$work/answers.ndjson"
	head -c 70000 /dev/urandom >"$work/face.png"
}
between() {	# before STEP, after the one in front
	case $1 in
	attach) response=$(collector 1 list | cut -d' ' -f1 | while read -r id
	    do collector 1 show "$id" --json | grep -q mark-1 && echo "$id"
	    done) ;;
	enrol) sync 1; works merger pull; sync 1 ;;
	admit) works merger pull ;;
	backup) sync 1 ;;
	esac
}

# ---- one point --------------------------------------------------------------

# Ten minutes are waited by a clock that is put forward: the lock that a dead
# program left on the hub is known for one only then.
again() {
	act "$1"
	unlock "$1" && act "$1" env LD_PRELOAD="$faults" FAULTS_CLOCK=700
	# What the dead program delivered is on the hub, and not yet here.
	case $err in
	*'merger pull, then do it again'*) works merger pull; act "$1" ;;
	esac
	done_before "$1" || [ "$status" -le 1 ] ||
	    fail "$where: given again it ended with $status: $err"
}
unlock() {
	case $err in
	*'locked by another'*) waited=$((waited + 1)) ;;
	*) return 1 ;;
	esac
}

said_is_there() {	# the ids that import said are kept
	case $1 in import) ;; *) return ;; esac
	echo "$out" | sed -n 's/^[0-9]* \([0-9a-f-]\{36\}\)$/\1/p' \
	    >"$work/said"
	collector 1 list >"$work/there" 2>"$work/list-err" ||
	    fail "$where: list: $(cat "$work/list-err")"
	while read -r id; do
		grep -q "^$id" "$work/there" || fail "$where: lost: $id"
	done <"$work/said"
}

repository() {	# DEPOT OR HUB
	fsck "$1"
	# Each number once in the whole history of a chain.
	git -C "$1" for-each-ref --format='%(refname)' refs/heads/device/ |
	while read -r ref; do
		git -C "$1" log --format= --diff-filter=AM \
		    --name-only "$ref" | grep '\.cs$' |
		    sort | uniq -d | grep . &&
		    echo "$ref has a number with two contents" >>"$work/twice"
	done
}

all_is_well() {	# STEP
	sync 1
	run merger pull
	unlock && act pull env LD_PRELOAD="$faults" FAULTS_CLOCK=700
	sync 1
	works merger pull
	sync 1
	equal "$where: then" "$err" ""
	export_of office now --personal
	seen=$(grep -oh 'mark-[0-9]' "$work"/now/*.csv | sort | xargs)
	equal "$where: answers" "$seen" "$(marks_after "$1")"
	case $1 in
	import|erase|close) ;;
	*) find "$work/now/media" -type f -exec cmp {} "$work/face.png" \; |
	    grep . && fail "$where: the photo is another" ;;
	esac
	equal "$where: alarms" "$(figure alarms)" 0
	: >"$work/twice"
	repository "$work/hub.git"
	repository "$work/office/depot"
	repository "$work/laptop1/depot"
	[ -s "$work/twice" ] && fail "$where: $(cat "$work/twice")"
	equal "$where: second chains" "$(git -C "$work/hub.git" for-each-ref \
	    refs/heads/device | cut -d/ -f4 | sort | uniq -d)" ""
	rm -rf "$work/now"
}

# A call that fails is told in a line, or it did not matter.
told() {
	case $way in kill|tear) return ;; esac
	[ "$status" -lt 128 ] || fail "$where: died with $status: $err"
	[ "$status" -le 1 ] || [ -n "$err" ] ||
	    fail "$where: ended with $status without a word"
	[ "$status" -le 1 ] || complaints=$((complaints + 1))
}

point() {	# STEP N
	where="$1, $way at $2"
	put_back "$1"
	act "$1" env LD_PRELOAD="$faults" FAULTS_DO="$way" FAULTS_AT="$2" \
	    FAULTS_ON="$letters"
	told
	said_is_there "$1"
	again "$1"
	all_is_well "$1"
	points=$((points + 1))
	[ "$failed" = 0 ] || { echo "(at $where)"; exit 1; }
}

# All points, or so many of them, spread, the last ones too.
count_points() {	# STEP
	act "$1" env LD_PRELOAD="$faults" FAULTS_DO=count \
	    FAULTS_COUNT="$work/count" FAULTS_ON="$letters"
	[ "$status" -le 1 ] || fail "$1: ended with $status: $err"
	total=$(cat "$work/count")
}
one_way() {	# STEP
	letters=''
	[ "$way" = ENOMEM ] && letters=m
	put_back "$1"
	count_points "$1"
	before=$points complaints=0 waited=0
	i=0
	tries=$total
	[ "$budget" -gt 0 ] && [ "$budget" -lt "$total" ] && tries=$budget
	while [ $i -lt "$tries" ]; do
		point "$1" $((total - i * total / tries - total / tries / 2))
		i=$((i + 1))
	done
	echo "$way in $1: $((points - before)) of $total points;" \
	    "$complaints said so, $waited waited for a lock"
}

points=0 where=study
begin
for step_now in $steps; do
	between "$step_now"
	keep "$step_now"
	if [ -z "$only" ] || [ "$only" = "$step_now" ]; then
		for way in $ways; do one_way "$step_now"; done
		put_back "$step_now"
	fi
	where=$step_now
	act "$step_now"
	[ "$status" -le 1 ] || fail "$step_now: ended with $status: $err"
done
echo "$points points in all"
finish
