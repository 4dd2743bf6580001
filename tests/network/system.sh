#!/bin/sh
# Windows alone: without certificates of the hub's own, those count that the
# system trusts; and whom it trusts though its list does not say so. Without a
# proxy in the environment, that of the settings.
#   SETTINGS names windows/settings.c
. "$(dirname "$0")/lib.sh"
need openssl
make_hub a
make_certificate 127.0.0.1
serve_http tls

der() {		# NAME: of $tmp/NAME.pem
	openssl x509 -in "$tmp/$1.pem" -outform der -out "$tmp/$1.der" ||
	    die "no $1"
}
settings() {	# STATUS WORD...
	wanted=$1
	shift
	run "$wanted" "$SETTINGS" "$@"
}
forget() {
	"$SETTINGS" remove ROOT "$tmp/ca.der"
	"$SETTINGS" remove CA "$tmp/between.der"
	"$SETTINGS" proxy '' ''
	clean_up
} >/dev/null 2>&1

der ca
cp "$tmp/ca.der" "$tmp/between.der"
trap forget EXIT
access
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(certificate)'
settings 0 add ROOT "$tmp/ca.der"
gives 0 deliver "$tmp/one" "$url/a.git" abc 1
gives 0 fetch "$tmp/office" "$url/a.git"
says 'new device/abc'

# The hub's own authority takes the place of all of them.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout "$tmp/other.key" -out "$tmp/other.pem" -days 30 \
    -subj '/CN=another authority' >/dev/null 2>&1 || die 'no other authority'
access certificate "$(lines_of "$tmp/other.pem")"
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(certificate)'
access

# Another computer's certificate, and one that has ended, are told as ever.
make_certificate hub.example
serve_http tls
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(certificate)'
make_certificate 127.0.0.1 -1
serve_http tls
gives 5 fetch "$tmp/office" "$url/a.git"
complains '(clock)'

# Who signed the hub's certificate the hub does not show, but Windows knows: it
# fetches authorities where a library has to do with what it is shown.
mv "$tmp/ca.pem" "$tmp/root.pem"
mv "$tmp/ca.key" "$tmp/root.key"
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout "$tmp/ca.key" -out "$tmp/between.csr" -subj '/CN=in between' \
    >/dev/null 2>&1 || die 'no request'
printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n' \
    >"$tmp/between.ext"
openssl x509 -req -in "$tmp/between.csr" -CA "$tmp/root.pem" -CAkey \
    "$tmp/root.key" -CAcreateserial -days 30 -extfile "$tmp/between.ext" \
    -out "$tmp/between.pem" >/dev/null 2>&1 || die 'none in between'
cp "$tmp/between.pem" "$tmp/ca.pem"
make_certificate 127.0.0.1
der between
cp "$tmp/server.crt" "$tmp/server_only.pem"
der server_only
serve_http tls
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(certificate)'
settings 0 add CA "$tmp/between.der"
settings 0 asks "$tmp/server_only.der" 127.0.0.1
settings 1 asks "$tmp/server_only.der" hub.example
gives 0 fetch "$tmp/office" "$url/a.git"
access certificate "$(lines_of "$tmp/other.pem")"
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(certificate)'
access

# A proxy that is not there shows where the way leads.
free_port
settings 0 proxy "http=127.0.0.1:1;https=127.0.0.1:$port" ''
gives 5 fetch "$tmp/office" "$url/a.git"
complains 'to the proxy'
settings 0 proxy "127.0.0.1:$port" 'hub.org;127.0.0.1'
gives 0 fetch "$tmp/office" "$url/a.git"
settings 0 proxy '' ''
gives 0 fetch "$tmp/office" "$url/a.git"
done_testing
