# What the tests of hubs on a network share: . "$(dirname "$0")/lib.sh"
# The real servers, on free ports of this computer, ended by their numbers.
#   HUB_CLIENT, ODD_SERVER, MERGER, COLLECTOR, FORMSPEC name the programs.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lighttpd.sh"
tmp=$(mktemp -d "${TMPDIR:-/tmp}/recolte-network.XXXXXX")
servers=
unset http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY \
    all_proxy ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR
PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin
LC_ALL=C
GIT_CONFIG_NOSYSTEM=1
HOME=$tmp
export PATH LC_ALL GIT_CONFIG_NOSYSTEM HOME
checks=0
RECOLTE_PATIENCE=4
export RECOLTE_PATIENCE

clean_up() {
	for pid in $servers; do
		kill "$pid" 2>/dev/null
	done
	for pid in $servers; do
		wait "$pid" 2>/dev/null
	done
	rm -rf "$tmp"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

die() {
	echo "FAILED: $*" >&2
	for f in out err server.log; do
		[ -s "$tmp/$f" ] && tail -20 "$tmp/$f" | sed "s/^/  $f: /" >&2
	done
	exit 1
}
skip() {
	echo "skipped: $*"
	exit 77
}
need() {	# PROGRAM...
	for p in "$@"; do
		command -v "$p" >/dev/null || skip "there is no $p here"
	done
}
is() {	# WHAT SEEN EXPECTED
	[ "$2" = "$3" ] || die "$1: expected \"$3\", saw \"$2\""
	checks=$((checks + 1))
}
done_testing() {
	echo "$checks checks passed"
}

# The programs; what they say lies in $tmp/out and $tmp/err.
run() {	# STATUS COMMAND...
	wanted=$1
	shift
	status=0
	"$@" >"$tmp/out" 2>"$tmp/err" || status=$?
	[ "$status" = "$wanted" ] ||
	    die "$*: expected exit status $wanted, saw $status"
	checks=$((checks + 1))
}
m() {	# STATUS COMMAND...: the merger
	wanted=$1
	shift
	run "$wanted" "$MERGER" "$@" -w "$tmp/office"
}
c() {	# STATUS COMMAND...: the collector
	wanted=$1
	shift
	run "$wanted" "$COLLECTOR" "$@" --store "$tmp/laptop"
}

# h COMMAND...: hub_client; gives STATUS COMMAND...; says and complains TEXT.
gives() {
	wanted=$1
	shift
	status=0
	"$HUB_CLIENT" "$@" >"$tmp/out" 2>"$tmp/err" || status=$?
	[ "$status" = "$wanted" ] ||
	    die "hub_client $*: expected exit status $wanted, saw $status"
	checks=$((checks + 1))
}
says() {
	grep -qF -- "$1" "$tmp/out" || die "expected on stdout: $1"
	checks=$((checks + 1))
}
says_not() {
	! grep -qF -- "$1" "$tmp/out" || die "not expected on stdout: $1"
	checks=$((checks + 1))
}
complains() {
	grep -qF -- "$1" "$tmp/err" || die "expected on stderr: $1"
	checks=$((checks + 1))
}

# ---- servers ----

# $port: one that is free; whoever takes it in between makes the server fail.
free_port() {
	port=$("$ODD_SERVER" port) || die 'no free port'
}

# A server that runs in the foreground; it is there when its port answers.
serve() {	# PORT COMMAND...
	at=$1
	shift
	"$@" >>"$tmp/server.log" 2>&1 &
	pid=$!
	servers="$servers $pid"
	"$ODD_SERVER" await "$at" || die "the server does not answer: $*"
	kill -0 "$pid" 2>/dev/null || die "another server took the port: $*"
}
stop_server() {	# PID
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

# A hub that git serves: $tmp/srv/NAME.git
make_hub() {	# NAME
	mkdir -p "$tmp/srv"
	"$HUB_CLIENT" create "$tmp/srv/$1.git" || die "no hub"
	git --git-dir="$tmp/srv/$1.git" config http.receivepack true
}

# git http-backend behind lighttpd; sets $url. Words: tls, token.
serve_http() {
	need lighttpd git
	backend=$(git --exec-path)/git-http-backend
	[ -x "$backend" ] || skip 'there is no git http-backend here'
	free_port
	conf=$tmp/lighttpd.$port.conf
	scheme=http modules=
	case " $* " in *" tls "*)
		scheme=https modules='"mod_openssl",' ;;
	esac
	case " $* " in *" token "*)
		modules="$modules \"mod_auth\", \"mod_authn_file\"," ;;
	esac
	lighttpd_settings "$port" "$tmp/srv" "$tmp" "$modules" >"$conf"
	case " $* " in *" tls "*)
		cat >>"$conf" <<END
ssl.engine = "enable"
ssl.pemfile = "$tmp/server.pem"
END
	esac
	case " $* " in *" token "*)
		echo "ana:s3cret-token" >"$tmp/users"
		cat >>"$conf" <<END
auth.backend = "plain"
auth.backend.plain.userfile = "$tmp/users"
auth.require = ( "/git" => ( "method" => "basic", "realm" => "hub",
	"require" => "valid-user" ) )
END
	esac
	lighttpd -tt -f "$conf" >"$tmp/server.log" 2>&1 ||
	    skip "this lighttpd lacks $modules"
	serve "$port" lighttpd -D -f "$conf"
	url=$scheme://127.0.0.1:$port/git
}

# A server that does what no good one does; sets $port.
serve_odd() {	# WORD [MORE]
	free_port
	word=$1
	shift
	serve "$port" "$ODD_SERVER" "$word" "$port" "$@"
}

# The hub's own authority and its certificate, for 127.0.0.1: $tmp/ca.pem,
# $tmp/server.pem. Words go to openssl: the certificate's days.
make_certificate() {	# NAME [DAYS]
	need openssl
	if [ ! -f "$tmp/ca.pem" ]; then
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
		    -nodes -keyout "$tmp/ca.key" -out "$tmp/ca.pem" \
		    -days 3650 -subj '/CN=a test authority' \
		    >/dev/null 2>&1 || die 'no authority'
	fi
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout "$tmp/server.key" -out "$tmp/server.csr" \
	    -subj "/CN=$1" >/dev/null 2>&1 || die 'no request'
	case $1 in
	*[a-z]*) echo "subjectAltName=DNS:$1" ;;
	*) echo "subjectAltName=DNS:$1,IP:$1" ;;
	esac >"$tmp/names"
	openssl x509 -req -in "$tmp/server.csr" -CA "$tmp/ca.pem" \
	    -CAkey "$tmp/ca.key" -CAcreateserial -days "${2:-30}" \
	    -extfile "$tmp/names" -out "$tmp/server.crt" \
	    >/dev/null 2>&1 || die 'no certificate'
	cat "$tmp/server.key" "$tmp/server.crt" >"$tmp/server.pem"
}

# access MEMBER VALUE...: what opens the hub, for hub_client.
access() {
	text=
	while [ $# -gt 1 ]; do
		text="$text${text:+,}\"$1\":\"$2\""
		shift 2
	done
	printf '{%s}' "$text" >"$tmp/access"
	RECOLTE_ACCESS=$tmp/access
	export RECOLTE_ACCESS
}
# The lines of a file as one string of JSON.
lines_of() {
	awk '{ printf "%s\\n", $0 }' "$1"
}

# sshd for this user alone, with a key: sets $url and $key.
serve_ssh() {
	need sshd ssh-keygen git
	free_port
	[ -f "$tmp/host_key" ] ||
	    ssh-keygen -q -t ed25519 -N '' -f "$tmp/host_key"
	[ -f "$tmp/key" ] || ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
	cp "$tmp/key.pub" "$tmp/authorized_keys"
	chmod 600 "$tmp/authorized_keys"
	cat >"$tmp/sshd.$port.conf" <<END
ListenAddress 127.0.0.1:$port
HostKey $tmp/host_key
AuthorizedKeysFile $tmp/authorized_keys
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
SetEnv GIT_CONFIG_NOSYSTEM=1
END
	[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
	serve "$port" "$(command -v sshd)" -D -e -f "$tmp/sshd.$port.conf"
	url=ssh://$(id -un)@127.0.0.1:$port$tmp/srv
}
