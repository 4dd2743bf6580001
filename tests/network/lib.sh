# What the tests of hubs on a network share: . "$(dirname "$0")/lib.sh"
# The real servers, on free ports of this computer, ended by their numbers.
#   HUB_CLIENT, MERGER, COLLECTOR, FORMSPEC name the programs.
set -u
here=$(cd "$(dirname "$0")" && pwd)
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
	port=$(python3 -c '
import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
}

# A server that runs in the foreground; it is there when its port answers.
serve() {	# PORT COMMAND...
	at=$1
	shift
	"$@" >>"$tmp/server.log" 2>&1 &
	pid=$!
	servers="$servers $pid"
	for _ in $(seq 100); do
		python3 -c '
import socket, sys
socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1).close()
' "$at" 2>/dev/null && return
		kill -0 "$pid" 2>/dev/null || die "no server: $*"
		sleep 0.05
	done
	die "the server does not answer: $*"
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
	need lighttpd git python3
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
	cat >"$conf" <<END
server.bind = "127.0.0.1"
server.port = $port
server.document-root = "$tmp/srv"
server.modules = ( $modules "mod_alias", "mod_cgi", "mod_setenv" )
alias.url = ( "/git" => "$backend" )
\$HTTP["url"] =~ "^/git" {
	cgi.assign = ( "" => "" )
	setenv.add-environment = (
		"GIT_PROJECT_ROOT" => "$tmp/srv",
		"GIT_HTTP_EXPORT_ALL" => "1",
		"GIT_CONFIG_NOSYSTEM" => "1", "HOME" => "$tmp",
		"REMOTE_USER" => "recolte"
	)
}
END
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
	serve "$port" lighttpd -D -f "$conf"
	url=$scheme://127.0.0.1:$port/git
}
