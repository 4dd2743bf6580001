#!/bin/sh
# A study in which a command dies, or a call of it fails, at every point where
# it changes files; then the command is given again, and all goes on to the end.
# At each point: nothing that was confirmed is lost, nobody repairs anything,
# git finds no fault with any repository, no number has two contents.
#   crash_points.sh MERGER COLLECTOR FORMSPEC FAULTS WAY ...
#	[--all | --points N] [--only STEP] [--on LETTERS] [--last M]
#	[--at N] [--jobs N]
# FAULTS is the library of faults.c, WAY one of its words (kill, tear, power,
# hollow, EIO, ENOSPC, half, ENOMEM, own). Of each step N points are tried (8), or all; of
# the calls that LETTERS name in faults.c, if said; of the last M of them; or
# the one that a complaint named.
#
# A death is tried before each call that could make a difference: what is on
# the disk does not change by an fsync, so that a kill is not tried before one
# (the point after it is the same); a torn write needs a write; and after a
# power cut all moments between two fsyncs are one. A command that leaves every
# file as it was needs nothing afterwards that was not seen without a fault.
#
# Memory is asked for, and files are read, more often than anybody can try. So
# these points are told apart by who calls, behind which change of files: the
# keys of faults.c. What the program asks for itself is not among them: mem.h
# ends it there and then, which is the kill before the next change; "own" sees
# that it is so. A command whose files changed no more when something had failed
# is like that kill as well; and one whose files changed behind the same change,
# by the same calls in the same order, is like the one before it that did so.
. "$(dirname "$0")/lib.sh"
programs="$1 $2 $3 $4"
shift 4
ways='' budget=8 only='' on='' last='' exactly='' jobs=1 share=0/1
while [ $# -gt 0 ]; do
	case $1 in
	--all) budget=0 ;;
	--points) budget=$2; shift ;;
	--only) only=$2; shift ;;
	--on) on=$2; shift ;;
	--last) last=$2; shift ;;
	--at) exactly=$2; shift ;;
	--jobs) jobs=$2; shift ;;
	--share) share=$2; shift ;;
	*) ways="$ways $1" ;;
	esac
	shift
done

# ---- several at once, each with a study of its own ---------------------------

heading='step       way     points    of  as-before  said-so  waited  alike  missed'
if [ "$jobs" -gt 1 ]; then
	for job in $(seq 0 $((jobs - 1))); do
		# shellcheck disable=SC2086
		sh "$0" $programs $ways --points "$budget" \
		    ${only:+--only "$only"} ${on:+--on "$on"} \
		    ${last:+--last "$last"} --share "$job/$jobs" \
		    >"$work/out$job" 2>"$work/err$job" &
	done
	wait
	grep -h 'FAILED\|^(at' "$work"/err* && failed=1
	[ "$(cat "$work"/out* | grep -c 'points in all')" = "$jobs" ] ||
	    fail "a part did not come to its end: $(cat "$work"/err*)"
	echo "$heading"
	awk '/^[a-z]+ +[a-zA-Z]+ +[0-9]/ {
		key = sprintf("%-10s %-7s", $1, $2)
		if (!(key in of)) order[++keys] = key
		points[key] += $3; all += $3; of[key] = $4
		same[key] += $5; said[key] += $6; waited[key] += $7
		alike[key] += $8; missed[key] += $9
	} END {
		for (i = 1; i <= keys; i++) {
			k = order[i]
			printf "%s %6d %5d %10d %8d %7d %6d %7d\n", k,
			    points[k], of[k], same[k], said[k], waited[k],
			    alike[k], missed[k]
		}
		print all " points in all"
	}' "$work"/out*
	finish
fi

. "$(dirname "$0")/steps.sh"

# ---- one point --------------------------------------------------------------

# Which calls can make a difference.
letters_of() {	# WAY
	case $1 in
	kill) echo wrcdt ;;
	tear) echo w ;;
	power) echo s ;;
	hollow) echo srcd ;;
	half) echo iw ;;
	ENOMEM) echo m ;;
	own) echo o ;;
	*) echo wsrcdt ;;
	esac
}
is_death() { case $way in kill|tear|power|hollow) ;; *) return 1 ;; esac; }
is_by_key() { case $letters in *[milp]*) ;; *) return 1 ;; esac; }
faulty() {	# STEP N: give the command, and let this happen
	: >"$work/trail"
	case $way in power|hollow) rm -rf "$work/gone"; mkdir "$work/gone" ;;
	esac
	if is_by_key; then
		key=$(sed -n "$2p" "$work/keys")
		act "$1" env LD_PRELOAD="$faults" FAULTS_DO="$way" \
		    FAULTS_ON="$letters" FAULTS_KEY="${key% *}" \
		    FAULTS_AT="${key#* }" FAULTS_TRAIL="$work/trail"
	else
		act "$1" env LD_PRELOAD="$faults" FAULTS_DO="$way" \
		    FAULTS_AT="$2" FAULTS_ON="$letters" \
		    FAULTS_KEEP="$work/gone" FAULTS_TRAIL="$work/trail"
	fi
}
# Another run may take another way there: up to three.
meet() {	# STEP N
	for try in 1 2 3; do
		put_back "$1"
		faulty "$1" "$2"
		[ -s "$work/trail" ] || return 0
		read -r met changes trail <"$work/trail"
		[ "$met" = missed ] && is_by_key || return 0
	done
	missed=$((missed + 1))
	return 1
}
is_alike() {
	[ -s "$work/trail" ] || return 1
	[ "$changes" -gt 0 ] || [ "$status" -le 1 ] || return 0
	is_by_key || return
	grep -qx "$trail $status" "$work/trails" && return
	echo "$trail $status" >>"$work/trails"
	return 1
}

# Ten minutes are waited by a clock that is put forward: the lock that a dead
# program left on the hub is known for one only then.
again() {	# STEP
	act "$1"
	unlock && act "$1" env LD_PRELOAD="$faults" FAULTS_CLOCK=700
	done_before "$1" || [ "$status" -le 1 ] ||
	    fail "$where: given again it ended with $status: $err"
}
is_locked() {
	case $err in
	*'lock is lifted in'*|*'it is lifted then') ;;
	*) return 1 ;;
	esac
}
unlock() { is_locked && waited=$((waited + 1)); }

said_is_there() {	# STEP: what was said to be kept
	case $1 in
	import)
		echo "$out" | sed -n 's/^[0-9]* \([0-9a-f-]\{36\}\)$/\1/p' \
		    >"$work/said"
		collector 1 list >"$work/there" 2>"$work/list-err" ||
		    fail "$where: list: $(cat "$work/list-err")"
		while read -r id; do
			grep -q "^$id" "$work/there" ||
			    fail "$where: lost: $id"
		done <"$work/said" ;;
	ask)	# an answer is kept before the next question comes
		said=$out
		find_interview
		case $said in
		*'is final'*) [ -n "$closed" ] || fail "$where: not closed" ;;
		*'A photo of you'*) has "$where: kept" "$there" mark-4 ;;
		*'Remark'*) has "$where: kept" "$there" '"agree":"yes"' ;;
		esac ;;
	backup) [ "$status" -gt 1 ] || [ -s "$work/files/copy.backup" ] ||
	    fail "$where: no backup" ;;
	esac
	case $out in	# a power cut at the end of all
	*'the passphrase was changed'*) RECOLTE_PASSPHRASE='as it is' \
	    works collector 2 status ;;
	*'restored, responses'*) RECOLTE_PASSPHRASE='as it was' \
	    works collector 3 status ;;
	esac
}

# Each number once in the whole history of a chain; one chain a device.
repositories() {
	for part in hub.git office/depot laptop1/depot; do
		fsck "$work/$part"
		echo "in $part"
		git -C "$work/$part" log --source --format='%S' \
		    --diff-filter=AM --name-only --glob='refs/heads/device/*' --
	done >"$work/history"
	git -C "$work/hub.git" for-each-ref --format='tip %(refname)' \
	    refs/heads/device >>"$work/history"
	found=$(awk -F/ '/^in / { place = $0 } /^refs/ { chain = $0 }
	    /\.cs$/ && seen[place, chain, $0]++ {
		print place " " chain ": two contents for " $0
	    }
	    /^tip / && chains[$4]++ { print "second of " $4 }
	    ' "$work/history")
	equal "$where: chains" "$found" "${chains:+second of $chains}"
}

of_the_step() {	# STEP: what it alone must have brought about
	chains=''
	case $1 in
	passphrase) RECOLTE_PASSPHRASE='as it is' works collector 2 sync ;;
	restore)
		chains=$device
		RECOLTE_PASSPHRASE='as it was'
		export RECOLTE_PASSPHRASE
		answer 3 '{"agree":"no","remark":"on the restored one"}'
		sync 3
		works collector 3 list
		has "$where: restored" "$out" merged
		unset RECOLTE_PASSPHRASE ;;
	esac
}
all_is_well() {	# STEP
	of_the_step "$1"
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
	import|ask|erase|follow|publish|close) ;;
	*) find "$work/now/media" -type f -exec cmp {} "$work/face.png" \; |
	    grep . && fail "$where: the photo is another" ;;
	esac
	equal "$where: alarms" "$(figure alarms)" 0
	repositories
	rm -rf "$work/now"
}

# What arrived and cannot be read for a moment is not told as bad, nor as done.
same_figures() {
	case $step_now$err in
	pull*again*|take*again*) ;;
	pull*|take*) equal "$where: told $err" "$out" "$figures" ;;
	esac
}

# A call that fails is told in one line that says what, where and what to do;
# or it did not matter. Of memory a library may say less.
told() {
	if is_death; then
		[ "$status" -gt 128 ] && points=$((points + 1))
		return
	fi
	points=$((points + 1))
	[ "$status" -lt 128 ] || fail "$where: died with $status: $err"
	if [ "$status" -le 1 ]; then
		same_figures
		return
	fi
	complaints=$((complaints + 1))
	[ "$way" != half ] || fail "$where: ended with $status: $err"
	[ "$way" != own ] || equal "$where: status" "$status" 70
	line=$(grep '^collector: \|^merger: \|^out of memory: \|^the system' \
	    "$work/.err")
	equal "$where: lines of $err" "$(printf '%s\n' "$line" | wc -l |
	    tr -d ' ')" 1
	case $way in ENOMEM|own) return ;; esac
	case $line in
	*': '*/*': '*';'*again*|*': '*/*': '*'; '*'?'|*again*': '*/*': '*) ;;
	*) fail "$where: what, where, and what to do? $line" ;;
	esac
}

# What says that it is done is not asked for again.
point() {	# STEP N
	where="$1, $way at $2"
	meet "$1" "$2" || return 0
	told
	if is_alike; then
		alike=$((alike + 1))
		return
	fi
	said_is_there "$1"
	if is_as_kept "$1"; then
		same=$((same + 1))
		return
	fi
	if is_death || [ "$status" -gt 0 ] || is_locked; then
		again "$1"
	fi
	all_is_well "$1"
}

# All points, or so many of them, spread, the last ones too. The number differs
# a little from run to run: a folder of the depot may be there or not.
count_points() {	# STEP
	: >"$work/trails"
	act "$1" env LD_PRELOAD="$faults" FAULTS_DO=count \
	    FAULTS_COUNT="$work/count" FAULTS_ON="$letters" \
	    $(! is_by_key || echo "FAULTS_KEYS=$work/keys")
	[ "$status" -le 1 ] || fail "$1: ended with $status: $err"
	figures=$out
	total=$(cat "$work/count")
	! is_by_key || total=$(wc -l <"$work/keys")
	case $way in power|hollow) total=$((total + 1)) ;; esac
}
one_way() {	# STEP
	letters=${on:-$(letters_of "$way")}
	put_back "$1"
	count_points "$1"
	before=$points complaints=0 waited=0 same=0 alike=0 missed=0
	span=$total
	[ -n "$last" ] && [ "$last" -lt "$total" ] && span=$last
	tries=$span
	[ "$budget" -gt 0 ] && [ "$budget" -lt "$span" ] && tries=$budget
	i=${share%/*}
	if [ -n "$exactly" ]; then
		point "$1" "$exactly"
		i=$tries
	fi
	while [ "$i" -lt "$tries" ]; do
		point "$1" $((total - i * span / tries - span / tries / 2))
		i=$((i + ${share#*/}))
	done
	printf '%-10s %-7s %6d %5d %10d %8d %7d %6d %7d\n' "$1" "$way" \
	    $((points - before)) "$total" "$same" "$complaints" "$waited" \
	    "$alike" "$missed"
}

points=0 where=study
begin
[ "$share" != 0/1 ] || echo "$heading"
for step_now in $steps; do
	where=$step_now
	between "$step_now"
	keep "$step_now"
	if [ -z "$only" ] || [ "$only" = "$step_now" ]; then
		for way in $ways; do one_way "$step_now"; done
		put_back "$step_now"
	fi
	[ "$only" != "$step_now" ] || break
	where=$step_now
	is_aside "$step_now" && continue
	act "$step_now"
	[ "$status" -le 1 ] || fail "$step_now: ended with $status: $err"
done
echo "$points points in all"
finish
