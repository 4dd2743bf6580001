# What the tests with faults.c share: the study of merger/study.sh, in memory
# where there is room, and its folders as they were at some time. Sourced by
# the tests, which are called as   sh TEST MERGER COLLECTOR FORMSPEC FAULTS
# shellcheck shell=sh
[ -d /dev/shm ] && [ -w /dev/shm ] && TMPDIR=${TMPDIR:-/dev/shm}
export TMPDIR
# shellcheck source=../merger/study.sh
. "$(dirname "$0")/../merger/study.sh"
faults=$4
if [ "$faults" = none ] || ! LD_PRELOAD=$faults FAULTS_DO=count \
    FAULTS_COUNT=$work/count mkdir "$work/probe" ||
    ! [ -s "$work/count" ]; then
	echo "no library can be preloaded here: skipped"
	exit 77
fi

# Where nothing fails: a hub on a path needs no certificates.
quick() { FAULTS_QUICK=1 LD_PRELOAD=$faults "$@"; }
merger() { quick "$merger_program" -w "$work/office" "$@"; }
collector() {	# LAPTOP command ...
	laptop=$1
	shift
	quick "$collector_program" --store "$work/laptop$laptop" "$@"
}
fsck() {	# REPOSITORY: there are no commit graphs in it, nor indexes of packs
	git -c core.commitGraph=false -c core.multiPackIndex=false -C "$1" \
	    fsck --full --strict >"$work/.fsck" 2>&1 ||
	    fail "git fsck $1: $(head -3 "$work/.fsck")"
}

# What a study is made of.
parts='office hub.git laptop1 laptop2 laptop3 stick files'
keep() {	# NAME
	mkdir -p "$work/kept/$1"
	for part in $parts; do
		[ ! -e "$work/$part" ] ||
		    cp -R "$work/$part" "$work/kept/$1/"
	done
}
# A store notices that its file is another one, and begins a new chain: the
# file must stay the same, only its bytes go back.
put_back() {	# NAME
	for part in $parts; do
		if [ -e "$work/kept/$1/$part/store.sqlite" ]; then
			find "$work/$part" -mindepth 1 ! -name store.sqlite \
			    -delete
		else
			set -- "$@" "${work:?}/$part"
		fi
	done
	kept=$work/kept/$1
	shift
	rm -rf "$@"
	cp -R "$kept/." "$work/"
}
is_as_kept() {	# NAME
	for part in $parts; do
		if [ -e "$work/kept/$1/$part" ]; then
			diff -rq "$work/kept/$1/$part" "$work/$part" \
			    >/dev/null 2>&1 || return 1
		elif [ -e "$work/$part" ]; then
			return 1
		fi
	done
}
