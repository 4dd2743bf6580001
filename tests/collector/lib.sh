# What the tests of the collector share: . "$(dirname "$0")/lib.sh"
# COLLECTOR, FORMSPEC, MERGER and MAKE_STUDY name the programs.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../told.sh"
tmp=$(mktemp -d "${TMPDIR:-/tmp}/recolte-collector.XXXXXX")
trap 'chmod -R u+w "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
LC_ALL=C
RECOLTE_PASSPHRASE='a passphrase for tests'
export LC_ALL RECOLTE_PASSPHRASE
store=$tmp/store
checks=0

die() {
	echo "FAILED: $*" >&2
	[ -f "$tmp/out" ] && sed 's/^/  out: /' "$tmp/out" >&2
	[ -f "$tmp/err" ] && sed 's/^/  err: /' "$tmp/err" >&2
	exit 1
}

# c COMMAND ...: the collector on $store; output in $tmp/out and $tmp/err.
c() {
	command=$1
	shift
	"$COLLECTOR" "$command" "$@" --store "$store" >"$tmp/out" 2>"$tmp/err"
}

# gives STATUS COMMAND...: the exit status must be that.
gives() {
	wanted=$1
	shift
	status=0
	c "$@" || status=$?
	[ "$status" = "$wanted" ] ||
	    die "collector $*: expected exit status $wanted, saw $status"
	checks=$((checks + 1))
}

# says TEXT, complains TEXT: the last output, or error output, holds it.
says() {
	grep -qF -- "$1" "$tmp/out" || die "expected on stdout: $1"
	checks=$((checks + 1))
}
complains() {
	grep -qF -- "$1" "$tmp/err" || die "expected on stderr: $1"
	[ "$(wc -l <"$tmp/err")" -le "${2:-1}" ] || die "more than one line"
	checks=$((checks + 1))
}
is() {	# WHAT SEEN EXPECTED
	[ "$2" = "$3" ] || die "$1: expected \"$3\", saw \"$2\""
	checks=$((checks + 1))
}

# invitation NAME [make_study's words]: makes $tmp/NAME/invitation
invitation() {
	name=$1
	shift
	"$MAKE_STUDY" "$tmp/$name" "$here/visit.md" "$@" ||
	    die "make_study $name"
}

fakes() {	# HOW-MANY SEED
	"$FORMSPEC" fake "$here/visit.md" -n "$1" --seed "$2"
}

done_testing() {
	echo "$checks checks passed"
}
