#!/bin/sh
# Through an HTTP proxy, as the environment says: https in a tunnel, http as the
# proxy's errand. What a proxy does not let through is told from what a hub does
# not.
. "$(dirname "$0")/lib.sh"
need tinyproxy
make_hub a
make_certificate 127.0.0.1
serve_http
plain=$url/a.git plain_port=$port
serve_http tls
hub=$url/a.git hub_port=$port
# serve_proxy [LINE...]: more of its settings
serve_proxy() {
	free_port
	{
		cat <<-CONF
		Port $port
		Listen 127.0.0.1
		Timeout 60
		LogFile "$tmp/proxy.log"
		LogLevel Connect
		CONF
		printf '%s\n' "$@"
	} >"$tmp/proxy.$port.conf"
	serve "$port" tinyproxy -d -c "$tmp/proxy.$port.conf"
	proxy=127.0.0.1:$port
}
logged() {	# HOW MANY TIMES, WHAT
	is "in the proxy's log: $2" "$(grep -c -- "$2" "$tmp/proxy.log")" "$1"
}
access certificate "$(lines_of "$tmp/ca.pem")"
serve_proxy "ConnectPort $hub_port"
export https_proxy http_proxy no_proxy

https_proxy=http://$proxy
gives 0 deliver "$tmp/one" "$hub" abc 2
gives 0 fetch "$tmp/office" "$hub"
says 'new device/abc'
logged 3 "CONNECT 127.0.0.1:$hub_port"

# Without encryption; the scheme may be left out; the token stays at home.
https_proxy='' http_proxy=$proxy
gives 0 deliver "$tmp/two" "$plain" def 2
gives 0 fetch "$tmp/two" "$plain"
says 'new device/abc'
logged 1 "GET http://127.0.0.1:$plain_port/git/a.git/info/refs.*upload-pack"
grep -q "POST http://127.0.0.1:$plain_port/git/a.git/git-receive-pack" \
    "$tmp/proxy.log" || die 'the delivery did not go by the proxy'
before=$(wc -l <"$tmp/proxy.log")
no_proxy="example.org,.0.0.1"
gives 0 fetch "$tmp/two" "$plain"
is 'lines of the log' "$(wc -l <"$tmp/proxy.log")" "$before"
no_proxy=''

# It leads nowhere but to the hub: another port of it is another place.
free_port
sed -e "s/^server.port = .*/server.port = $port/" \
    -e '/^server.modules/s/)/, "mod_redirect" )/' "$conf" \
    >"$tmp/led.conf"
cat >>"$tmp/led.conf" <<END
url.redirect = ( "^/git/led/(.*)" => "https://127.0.0.1:$hub_port/git/\$1",
	"^/git/moved/(.*)" => "/git/\$1" )
END
serve "$port" lighttpd -D -f "$tmp/led.conf"
led=https://127.0.0.1:$port/git led_port=$port
serve_proxy "ConnectPort $hub_port" "ConnectPort $led_port"
https_proxy=http://$proxy
gives 5 fetch "$tmp/led" "$led/led/a.git"
complains '(login-page)'
complains "redirect to 127.0.0.1, port $hub_port"
gives 0 fetch "$tmp/led" "$led/moved/a.git"

# It does not let through, or wants to know who asks.
serve_proxy 'ConnectPort 9'
https_proxy=http://$proxy
gives 4 fetch "$tmp/led" "$hub"
complains '(proxy)'
complains "proxy returned status 403: no way to port $hub_port"
serve_proxy "ConnectPort $hub_port" 'BasicAuth ana s-cr.t'
https_proxy=http://$proxy http_proxy=http://$proxy
gives 4 fetch "$tmp/led" "$hub"
complains '(proxy)'
complains 'the proxy wants a name and a password'
gives 4 fetch "$tmp/led" "$plain"
complains 'the proxy wants a name and a password'
https_proxy=http://ana:s%2dcr.t@$proxy http_proxy=http://ana:s%2dcr.t@$proxy
gives 0 fetch "$tmp/with" "$hub"
gives 0 fetch "$tmp/also" "$plain"
https_proxy=http://ana:wrong@$proxy
http_proxy=$https_proxy
gives 4 fetch "$tmp/led" "$hub"
complains 'the proxy does not accept the name and the password'
gives 4 fetch "$tmp/led" "$plain"
complains ', by the proxy 127.0.0.1'
https_proxy=socks5://$proxy http_proxy=https://$proxy
gives 4 fetch "$tmp/led" "$hub"
complains '(proxy)'
gives 4 fetch "$tmp/led" "$plain"
complains '(proxy)'

# A proxy that is not there.
free_port
https_proxy=http://127.0.0.1:$port http_proxy=http://127.0.0.1:$port
gives 5 fetch "$tmp/office" "$hub"
complains '(no-network)'
complains 'to the proxy'
gives 5 fetch "$tmp/office" "$plain"
complains '(no-network)'
complains 'to the proxy'
done_testing
