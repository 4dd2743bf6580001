#!/bin/sh
# Through an HTTP proxy, as the environment says: https, in a tunnel. (Without
# encryption libgit2 goes straight to the hub.)
. "$(dirname "$0")/lib.sh"
need tinyproxy
make_hub a
make_certificate 127.0.0.1
serve_http tls
hub=$url/a.git
hub_port=$port
free_port
cat >"$tmp/proxy.conf" <<END
Port $port
Listen 127.0.0.1
Timeout 60
LogFile "$tmp/proxy.log"
LogLevel Connect
ConnectPort $hub_port
END
serve "$port" tinyproxy -d -c "$tmp/proxy.conf"
https_proxy=http://127.0.0.1:$port
export https_proxy
access certificate "$(lines_of "$tmp/ca.pem")"

gives 0 deliver "$tmp/one" "$hub" abc 2
gives 0 fetch "$tmp/office" "$hub"
says 'new device/abc'
is 'tunnels' "$(grep -c "CONNECT 127.0.0.1:$hub_port" "$tmp/proxy.log")" 3

# A proxy that is not there.
free_port
https_proxy=http://127.0.0.1:$port
gives 5 fetch "$tmp/office" "$hub"
complains '(no-network)'
done_testing
