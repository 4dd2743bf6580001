# What the tests of pages share: . "$(dirname "$0")/page_lib.sh"
# A collector with a store of its own, spoken to as a browser does, by curl.
. "$(dirname "$0")/lib.sh"
command -v curl >/dev/null || {
	echo "skipped: no curl"
	exit 77
}
unset RECOLTE_PASSPHRASE
jar=$tmp/jar page_pid=

page_stop() {
	[ -z "$page_pid" ] || kill "$page_pid" 2>/dev/null
	[ -z "$page_pid" ] || wait "$page_pid" 2>/dev/null
	page_pid=
}
trap 'page_stop; chmod -R u+w "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT

# page_start [OPTION...]: run it on $store, and get into its session.
page_start() {
	: >"$tmp/address"
	"$COLLECTOR" page --no-browser --store "$store" "$@" >"$tmp/address" \
	    2>"$tmp/said" &
	page_pid=$!
	page_wait "the address" grep -q '^http' "$tmp/address"
	address=$(head -1 "$tmp/address")
	site=${address%%/\?t=*}
	: >"$jar"
	curl -s -o /dev/null -c "$jar" -b "$jar" "$address" || die "no answer"
}

# page_wait WHAT COMMAND...: until the command succeeds, a minute at most.
page_wait() {
	what=$1 turns=0
	shift
	until "$@"; do
		turns=$((turns + 1))
		[ "$turns" -lt 600 ] || die "waited in vain for $what"
		sleep 0.1
	done
}

# get PATH, post PATH [curl's -F or --data-urlencode ...]: the page in
# $tmp/out, its status in $status; redirections are followed.
page_ask() {
	status=$(curl -s -L -o "$tmp/out" -w '%{http_code}' -b "$jar" -c "$jar" \
	    -H "Accept-Language: ${language:-en}" "$@") || die "curl $*"
}
get() {
	where=$1
	shift
	page_ask "$site$where" "$@"
}
post() {
	where=$1
	shift
	page_ask "$site/unlock"
	token=$(sed -n 's/.*name="_form" value="\([^"]*\)".*/\1/p' \
	    "$tmp/out" | head -1)
	[ -n "$token" ] || die "no form on any page"
	case "$*" in
	*-F*) page_ask -H "Origin: $site" -F "_form=$token" "$@" "$site$where" ;;
	*) page_ask -H "Origin: $site" --data-urlencode "_form=$token" "$@" \
	    "$site$where" ;;
	esac
}

# The page as a reader has it: no markup, one line.
page_text() {
	sed 's/<[^>]*>/ /g; s/&quot;/"/g; s/&amp;/\&/g; s/&#39;/'"'"'/g' \
	    "$tmp/out" | tr -s ' \n\t' ' '
}
shows() {
	page_text | grep -qF -- "$1" ||
	    die "expected on the page: $1; it says: $(page_text)"
	checks=$((checks + 1))
}
lacks() {
	! page_text | grep -qF -- "$1" || die "not expected on the page: $1"
	checks=$((checks + 1))
}

# Labels name fields, and every phrase is there.
accessible() {
	! grep -qE '%[1-9]' "$tmp/out" || die "an argument is missing"
	grep -oE '<label for="[^"]*"' "$tmp/out" | sed 's/.*="//; s/"//' |
	while read -r id; do
		grep -q "id=\"$id\"" "$tmp/out" || die "no field for $id"
	done || exit 1
	is "headings on the page" "$(grep -c '<h1' "$tmp/out")" 1
}

# ended PATH: get it until nothing runs on it any more.
is_idle() {
	get "$1"
	! grep -q 'data-renew' "$tmp/out"
}
ended() {
	page_wait "the end of it on $1" is_idle "$1"
}
