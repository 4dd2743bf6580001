# The steps of crash_points.sh, which sources this: a study from its first
# answer to its end.
# shellcheck shell=sh

# ---- the steps: their command, given once more, and what must be there ------

act() {		# STEP [WORDS IN FRONT]: what is interrupted
	step=$1
	shift
	[ $# -gt 0 ] || set -- quick
	case $step in
	ask) run_ask "$@"; return ;;
	enrol|passphrase) set -- "$@" "$collector_program" \
	    --store "$work/laptop2" --passphrase-file "$work/passphrase" ;;
	restore) set -- "$@" "$collector_program" --store "$work/laptop3" ;;
	import|attach|sync|receipts|stick|backup|attempt|follow)
		set -- "$@" "$collector_program" --store "$work/laptop1" ;;
	*) set -- "$@" "$merger_program" -w "$work/office" ;;
	esac
	case $step in
	import) run "$@" import "$work/answers.ndjson" --ids ;;
	attach) run "$@" attach "$response" face "$work/face.png" \
	    --reason 'taken later' ;;
	sync|receipts|enrol|follow) run "$@" sync ;;
	stick) run "$@" sync --to "$work/stick" ;;
	backup) run "$@" backup "$work/files/copy.backup" ;;
	passphrase) run "$@" passphrase \
	    --new-passphrase-file "$work/new-passphrase" ;;
	restore) run "$@" restore "$work/files/open.backup" \
	    --code-file "$work/code" --passphrase-file "$work/passphrase" ;;
	pull) run "$@" pull ;;
	take) run "$@" pull --from "$work/stick" ;;
	cases) run "$@" cases import "$work/frame.csv" ;;
	attempt) run "$@" case attempt C1 --how phone --outcome 3.13 ;;
	decide) run "$@" cases status C2 refused --reason 'by phone' ;;
	admit) run "$@" devices admit ;;
	publish) run "$@" form publish "$work/form.md" --yes ;;
	correct) run "$@" correct "$response" remark=mark-9 \
	    --reason 'said later' ;;
	erase) run "$@" erase "$response" --reason asked --yes ;;
	close) run "$@" close --yes ;;
	esac
}
steps='import ask attach sync pull receipts stick take cases enrol admit
    attempt decide backup passphrase restore correct erase follow publish close'
"$merger_program" form publish --help >/dev/null 2>&1 ||
    steps=$(echo "$steps" | sed 's/ publish//')
# Of these only the points are tried: the study goes on without them.
is_aside() { case $1 in passphrase|restore) ;; *) return 1 ;; esac; }

# An interview goes on where it was; what is there already stays. $draft and
# $closed say which it is, $there what it holds.
find_interview() {
	draft='' closed='' there=''
	for id in $(collector 1 list 2>/dev/null | cut -d' ' -f1); do
		seen=$(collector 1 show "$id" --json 2>&1)
		case $seen in
		*'"stage":"draft"'*) draft=$id there=$seen ;;
		*mark-4*) closed=$id there=$seen ;;
		esac
	done
}
run_ask() {	# WORDS IN FRONT
	find_interview
	if [ -n "$closed" ]; then
		status=0 out='' err=''
		return
	fi
	case $there in
	*mark-4*) typed='\n\n\nn\ny\n' ;;
	*'"agree"'*) typed='\nmark-4\n\n\nn\ny\n' ;;
	*) typed='yes\nmark-4\n\n\nn\ny\n' ;;
	esac
	# shellcheck disable=SC2059
	printf "$typed" >"$work/typed"
	# shellcheck disable=SC2086
	run "$@" "$collector_program" --store "$work/laptop1" ask $draft \
	    --language en <"$work/typed"
	# When all was answered it begins with the first question again.
	case $there$out in
	*mark-4*'Do you agree'*'kept as a draft'*)
		printf '\n\n\n\nn\ny\n' >"$work/typed"
		run "$@" "$collector_program" --store "$work/laptop1" ask \
		    "$draft" --language en <"$work/typed" ;;
	esac
}

# What a step that is done already says when it is given again.
done_before() {	# STEP
	case $1 in
	erase) pattern='erased\|nobody' ;;
	attach) pattern='there already\|nothing changes' ;;
	correct|publish) pattern='nothing' ;;
	backup|restore) pattern='exists\|there already' ;;
	close) pattern='closed' ;;
	passphrase) pattern='not the passphrase' ;;
	*) return 1 ;;
	esac
	echo "$err" | grep -q "$pattern" || return 1
	[ "$status" = 2 ] || { [ "$1" = passphrase ] && [ "$status" = 4 ]; }
}
marks_after() {	# STEP
	case $1 in
	import) echo mark-1 mark-2 mark-3 ;;
	correct) echo mark-2 mark-3 mark-4 mark-9 ;;
	erase|follow|publish|close) echo mark-2 mark-3 mark-4 ;;
	*) echo mark-1 mark-2 mark-3 mark-4 ;;
	esac
}

# ---- the study, kept as it is before each step ------------------------------

begin() {
	new_study "$cases/rooms.md"
	printf 'case,town\nC1,Lens\nC2,Arras\n' >"$work/frame.csv"
	join 1
	admit
	sync 1
	works merger invite "Laptop 2" -o "$work/2.invitation"
	echo 'as it was' >"$work/passphrase"
	echo 'as it is' >"$work/new-passphrase"
	works collector 2 join "$work/2.invitation" \
	    --passphrase-file "$work/passphrase"
	for n in 1 2 3; do
		printf '{".source":"%s","agree":"yes","remark":"mark-%s"}\n' \
		    "$n" "$n"
	done >"$work/answers.ndjson"
	head -c 70000 /dev/urandom >"$work/face.png"
	sed 's/| Remark /| A remark /' "$cases/rooms.md" >"$work/form.md"
	mkdir "$work/stick" "$work/files"
}
between() {	# before STEP, after the one in front
	case $1 in
	attach) response=$(collector 1 list | cut -d' ' -f1 | while read -r id
	    do collector 1 show "$id" --json | grep -q mark-1 && echo "$id"
	    done) ;;
	stick) sync 1; works merger pull; sync 1
	    answer 1 '{"agree":"no","remark":"by stick"}' ;;
	attempt) sync 1 ;;
	enrol) sync 1; works merger pull; sync 1 ;;
	admit) works merger pull ;;
	backup|publish) sync 1; works merger pull ;;
	restore) device=$(merger devices | awk '/Laptop 1/ { print $1 }')
	    works merger devices unlock "$device" --backup \
		"$work/files/copy.backup" "$work/files/open.backup"
	    cp "$work/.out" "$work/code" ;;
	esac
}
