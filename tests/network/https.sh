#!/bin/sh
# https with the hub's own authority: right, unknown, replaced, for another
# computer, ended, and not begun yet.
. "$(dirname "$0")/lib.sh"
make_hub a
make_certificate 127.0.0.1
serve_http tls token
good=$url

access user ana token s3cret-token certificate "$(lines_of "$tmp/ca.pem")"
gives 0 deliver "$tmp/one" "$good/a.git" abc 3
gives 0 fetch "$tmp/office" "$good/a.git"
says 'new device/abc'

# Nobody whom the system knows has signed it: nothing is sent.
access user ana token s3cret-token
gives 4 fetch "$tmp/office" "$good/a.git"
complains '(certificate)'
gives 4 deliver "$tmp/one" "$good/a.git" abc 1
complains '(certificate)'

# The authority is another than before.
cp "$tmp/ca.pem" "$tmp/first.pem"
rm "$tmp/ca.pem"
make_certificate 127.0.0.1
serve_http tls
access certificate "$(lines_of "$tmp/first.pem")"
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(certificate)'
access certificate "$(lines_of "$tmp/ca.pem")"
gives 0 fetch "$tmp/office" "$url/a.git"

# It speaks for another computer.
make_certificate hub.example
serve_http tls
access certificate "$(lines_of "$tmp/ca.pem")"
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(certificate)'

# It has ended, or the clock is wrong: whose fault it is, what a coordinator
# wrote tells. Who has nothing of that looks at the clock first.
make_certificate 127.0.0.1
serve_http tls
gives 0 share "$tmp/sharer" "$url/a.git" news 1
make_certificate 127.0.0.1 -1
serve_http tls
gives 5 fetch "$tmp/office" "$url/a.git"
complains '(clock)'
gives 4 fetch "$tmp/sharer" "$url/a.git"
complains 'its certificate has ended'
complains '(expired)'
# A program under AddressSanitizer takes no library before its own.
in_2001() {
	faketime '2001-01-01' "$HUB_CLIENT" "$@"
}
in_2099() {
	faketime '2099-01-01' "$HUB_CLIENT" "$@"
}
if [ -n "${RECOLTE_DRIVE:-}" ]; then
	echo 'skipped: a clock in 2001 (Windows)'
elif ! command -v faketime >/dev/null; then
	echo 'skipped: a clock in 2001 (no faketime)'
elif in_2001 2>&1 | grep -q 'ASan runtime'; then
	echo 'skipped: a clock in 2001 (sanitizers)'
else
	make_certificate 127.0.0.1
	serve_http tls
	status=0
	in_2001 fetch "$tmp/office" "$url/a.git" \
	    >"$tmp/out" 2>"$tmp/err" || status=$?
	is 'exit status in 2001' "$status" 5
	complains '(clock)'
	status=0
	in_2099 fetch "$tmp/sharer" "$url/a.git" \
	    >"$tmp/out" 2>"$tmp/err" || status=$?
	is 'exit status in 2099' "$status" 5
	complains '(clock)'
fi

# A hub that leads out of the encryption, though to the same computer, is not
# followed: the token would go there in the clear. Nor to another port, whoever
# that belongs to.
make_certificate 127.0.0.1
serve_http
plain=$port
serve_http tls
other=$port
cat >>"$conf" <<END
server.modules += ( "mod_redirect" )
url.redirect = ( "^/git/led/(.*)" => "http://127.0.0.1:$plain/git/\$1",
	"^/git/other/(.*)" => "https://127.0.0.1:$other/git/\$1",
	"^/git/moved/(.*)" => "/git/\$1" )
END
free_port
sed -i "s/^server.port = .*/server.port = $port/" "$conf"
serve "$port" lighttpd -D -f "$conf"
url=https://127.0.0.1:$port/git
access certificate "$(lines_of "$tmp/ca.pem")" user ana token s3cret-token
gives 5 fetch "$tmp/led" "$url/led/a.git"
complains '(login-page)'
gives 5 deliver "$tmp/one" "$url/led/a.git" abc 1
complains '(login-page)'
gives 5 fetch "$tmp/led" "$url/other/a.git"
complains "redirect to 127.0.0.1, port $other"
gives 0 fetch "$tmp/led" "$url/moved/a.git"
says 'new device/abc'

# What is no TLS at all.
HUB_CLIENT_TRIES=1
export HUB_CLIENT_TRIES
serve_odd page
gives 5 fetch "$tmp/office" "https://127.0.0.1:$port/a.git"
complains 'hub https://127.0.0.1'
done_testing
