#!/bin/sh
# A hub that git http-backend serves behind lighttpd: delivered, fetched, only
# what is new; rivals; rewinds; a token.
. "$(dirname "$0")/lib.sh"
make_hub a
serve_http

gives 0 deliver "$tmp/one" "$url/a.git" abc 3
gives 0 fetch "$tmp/office" "$url/a.git"
says 'new device/abc/0000000000000001'
gives 0 files "$tmp/office"
is files "$(wc -l <"$tmp/out" | tr -d ' ')" 3
gives 0 fetch "$tmp/office" "$url/a.git"
says 'same device/abc/0000000000000001'
says_not moved

# Exactly the three objects of one new change set.
gives 0 deliver "$tmp/one" "$url/a.git" abc 1
gives 0 deliver "$tmp/two" "$url/a.git" def 2
gives 0 deliver "$tmp/one" "$url/a.git" abc 1
gives 0 fetch "$tmp/office" "$url/a.git" device/abc
says 'ahead device/abc'
is 'objects of two change sets' "$(sed -n 's/^moved [0-9]* //p' "$tmp/out")" 6
git --git-dir="$tmp/office" fsck --strict >/dev/null 2>&1 || die fsck
[ ! -e "$tmp/office-incoming" ] || die 'the quarantine was left behind'

# Several branch writers at once: each promise is kept.
for name in a b c; do
	"$HUB_CLIENT" share "$tmp/rival-$name" "$url/a.git" "$name" 3 \
	    >"$tmp/share.$name" 2>&1 &
	eval "pid_$name=$!"
done
for name in a b c; do
	eval "wait \$pid_$name" || { cat "$tmp/share.$name" >&2
	    die "rival $name"; }
done
is 'shared files' "$(git --git-dir="$tmp/srv/a.git" ls-tree -r --name-only \
    main | grep -c '^form/')" 9

# Many laptops at once: what each was told has arrived.
for name in ja jb jc jd je jf jg jh ji jk; do
	for round in 1 2 3; do
		"$HUB_CLIENT" deliver "$tmp/$name" "$url/a.git" "$name" 1 || exit 1
	done >"$tmp/deliver.$name" 2>&1 &
	eval "pid_$name=$!"
done
for name in ja jb jc jd je jf jg jh ji jk; do
	eval "wait \$pid_$name" || { cat "$tmp/deliver.$name" >&2
	    die "laptop $name"; }
done
is 'delivered at once' "$(git --git-dir="$tmp/srv/a.git" for-each-ref \
    --format='%(refname)' 'refs/heads/device/j*/*' | git \
    --git-dir="$tmp/srv/a.git" rev-list --count --stdin)" 30
git --git-dir="$tmp/srv/a.git" fsck --strict >/dev/null 2>&1 || die 'fsck of the hub'

# The hub is behind what was seen, or has another history: never forced.
git --git-dir="$tmp/srv/a.git" update-ref refs/heads/device/abc/0000000000000001 \
    'refs/heads/device/abc/0000000000000001~2'
gives 0 fetch "$tmp/office" "$url/a.git" device/abc
says 'behind device/abc/0000000000000001'
gives 0 deliver "$tmp/one" "$url/a.git" abc 1
gives 0 fetch "$tmp/office" "$url/a.git" device/abc
says 'ahead device/abc/0000000000000001'

# Two copies of one laptop.
cp -R "$tmp/one" "$tmp/copy"
gives 0 deliver "$tmp/one" "$url/a.git" abc 1
gives 5 deliver "$tmp/copy" "$url/a.git" abc 1
complains 'not delivered: 4'
gives 5 deliver "$tmp/copy" "$url/a.git" abc 1

# With a token, and with a wrong one, and with none.
make_hub b
serve_http token
access user ana token s3cret-token
gives 0 deliver "$tmp/three" "$url/b.git" ghi 1
access user ana token wrong
gives 4 deliver "$tmp/three" "$url/b.git" ghi 1
complains '(denied)'
access user ana
gives 4 fetch "$tmp/three" "$url/b.git"
complains 'it wants a token'
! grep -q s3cret "$tmp/err" || die 'the token was told'
done_testing
