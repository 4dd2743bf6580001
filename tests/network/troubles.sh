#!/bin/sh
# What keeps a hub from being reached, each told apart, and the depot whole.
. "$(dirname "$0")/lib.sh"
make_hub a
serve_http
good=$url/a.git
good_port=$port
gives 0 deliver "$tmp/one" "$good" abc 2

# Nobody there; a name that there is not.
free_port
gives 5 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(no-network)'
says 'again no-network'
gives 5 fetch "$tmp/office" 'http://hub.invalid/a.git'
complains '(no-network)'
gives 5 fetch "$tmp/office" 'https://hub.invalid/a.git'
complains '(no-network)'
gives 5 fetch "$tmp/office" 'ssh://git@hub.invalid/a.git'
complains '(no-network)'

# A café's page; the hub led elsewhere, even to a good place.
serve_odd page
gives 5 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(login-page)'
gives 5 deliver "$tmp/one" "http://127.0.0.1:$port/git/a.git" abc 1
complains '(login-page)'
serve_odd redirect "http://localhost:$good_port/git/a.git"
gives 5 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(login-page)'
# Another port is another place, though on the same computer, and gets neither a
# token nor what is delivered; another path is not (https.sh: but never out of
# https), though not for ever.
access user ana token s3cret-token
serve_odd redirect "http://127.0.0.1:$good_port/git/a.git"
gives 5 fetch "$tmp/led" "http://127.0.0.1:$port/git/a.git"
complains '(login-page)'
complains "redirect to 127.0.0.1, port $good_port"
gives 5 deliver "$tmp/one" "http://127.0.0.1:$port/git/a.git" abc 1
complains "redirect to 127.0.0.1, port $good_port"
unset RECOLTE_ACCESS
serve_odd redirect /git/a.git
gives 5 fetch "$tmp/led" "http://127.0.0.1:$port/git/a.git"
complains '(login-page)'
serve_odd status 511
gives 5 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(login-page)'

# Not there, not for us, full, out of order.
gives 5 fetch "$tmp/office" "$url/nowhere.git"
complains '(not-found)'
serve_odd status 403
gives 4 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(denied)'
serve_odd status 507
gives 5 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(full)'
serve_odd status 503
gives 5 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(hub)'
says 'again hub'

# No room left where the objects go.
cat >"$tmp/srv/a.git/hooks/pre-receive" <<'END'
#!/bin/sh
echo 'fatal: write error: No space left on device' >&2
exit 1
END
chmod +x "$tmp/srv/a.git/hooks/pre-receive"
gives 5 deliver "$tmp/one" "$good" abc 1
complains '(full)'
rm "$tmp/srv/a.git/hooks/pre-receive"

# The server does not let a branch move.
cat >"$tmp/srv/a.git/hooks/update" <<'END'
#!/bin/sh
echo 'permission denied for this branch' >&2
exit 1
END
chmod +x "$tmp/srv/a.git/hooks/update"
gives 4 deliver "$tmp/one" "$good" abc 1
complains '(denied)'
rm "$tmp/srv/a.git/hooks/update"

# No pack where a pack belongs.
serve_odd garbage "$good_port"
gives 3 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(garbage)'

# After all that nothing is missing and nothing is left behind.
gives 0 fetch "$tmp/office" "$good"
says 'new device/abc'
gives 0 deliver "$tmp/one" "$good" abc 1
git --git-dir="$tmp/office" fsck --strict >/dev/null 2>&1 || die fsck
[ ! -e "$tmp/office-incoming" ] || die 'the quarantine was left behind'
done_testing
