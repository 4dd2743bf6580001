#!/bin/sh
# ssh with an ed25519 key: the server's key is learnt at the first visit, and
# another one is refused; another key of ours, and none.
. "$(dirname "$0")/lib.sh"
make_hub a
serve_ssh
key=$(lines_of "$tmp/key")

access key "$key"
gives 0 deliver "$tmp/one" "$url/a.git" abc 3
says 'key '
host_key=$(sed -n 's/^key //p' "$tmp/out" | head -1)
is 'the key seen' "$host_key" "$(ssh-keygen -l -E sha256 -f \
    "$tmp/host_key.pub" | sed 's/.*SHA256:\([^ ]*\) .*/\1=/' |
    base64 -d | od -An -tx1 | tr -d ' \n')"
access key "$key" host_key "$host_key"
gives 0 fetch "$tmp/office" "$url/a.git"
says 'new device/abc'
says_not 'key '
gives 0 deliver "$tmp/one" "$url/a.git" abc 1
gives 0 fetch "$tmp/office" "$url/a.git"
says 'ahead device/abc'
is objects "$(sed -n 's/^moved [0-9]* //p' "$tmp/out")" 3

# Somebody else in its place: nothing is said to them.
access key "$key" host_key \
    0000000000000000000000000000000000000000000000000000000000000000
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(certificate)'
gives 4 deliver "$tmp/one" "$url/a.git" abc 1
complains '(certificate)'

# Keys that do not open, and none.
ssh-keygen -q -t ed25519 -N '' -f "$tmp/other"
access key "$(lines_of "$tmp/other")" host_key "$host_key"
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(denied)'
access host_key "$host_key"
gives 4 fetch "$tmp/office" "$url/a.git"
complains 'it wants a key'
access key nonsense host_key "$host_key"
gives 4 fetch "$tmp/office" "$url/a.git"
complains '(denied)'

# No such repository.
access key "$key" host_key "$host_key"
gives 5 fetch "$tmp/office" "$url/nowhere.git"
complains '(not-found)'
done_testing
