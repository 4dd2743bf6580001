#!/bin/sh
# What a hostile hub may send: a gigabyte in a small pack, bad names, and a
# branch without its objects. The rest comes over.
. "$(dirname "$0")/lib.sh"
need git
make_hub a
hub=$tmp/srv/a.git
serve_http
gives 0 deliver "$tmp/one" "$url/a.git" abc 2

# A blob of a gigabyte of zeroes is a megabyte on the way.
commit() {	# BRANCH FILE-NAME BLOB
	tree=$(printf '100644 blob %s\t%s\n' "$3" "$2" |
	    git --git-dir="$hub" mktree) || die "no tree"
	made=$(git --git-dir="$hub" -c user.name=x -c user.email=x@y \
	    commit-tree -m x "$tree") || die "no commit"
	git --git-dir="$hub" update-ref "refs/heads/$1" "$made"
}
huge=$(head -c 1073741824 /dev/zero |
    git --git-dir="$hub" -c core.bigFileThreshold=1m hash-object -w --stdin)
commit device/big/0000000000000001 00000001.cs "$huge"
small=$(echo small | git --git-dir="$hub" hash-object -w --stdin)
commit device/bad/0000000000000001 .gitmodules "$small"
commit device/odd/UPPER 00000001.cs "$small"
commit device/fine/0000000000000001 00000001.cs "$small"

RECOLTE_PATIENCE=60
gives 0 fetch "$tmp/office" "$url/a.git"
says 'new device/abc/0000000000000001'
says 'new device/fine/0000000000000001'
says 'broken device/big/0000000000000001'
says 'more than the 67108864 allowed'
says 'broken device/bad/0000000000000001'
says 'broken device/odd/UPPER: not a branch name that is allowed'
[ "$(du -sk "$tmp/office" | cut -f1)" -lt 2000 ] || die 'the depot grew'
git --git-dir="$tmp/office" fsck --strict >/dev/null 2>&1 || die fsck

git --git-dir="$hub" update-ref -d refs/heads/device/big/0000000000000001

# Many good ones together, and one bad: the good ones are copied.
i=0
while [ $i -lt 150 ]; do
	i=$((i + 1))
	echo "commit refs/heads/device/many$i/0000000000000001"
	echo 'committer x <x@y> 1770000000 +0000'
	echo 'data 1'
	echo x
	echo 'M 100644 inline 00000001.cs'
	echo "data ${#i}"
	echo "$i"
done | git --git-dir="$hub" fast-import --quiet || die fast-import
gives 0 fetch "$tmp/mixed" "$url/a.git"
is 'good branches beside bad ones' "$(grep -c '^new' "$tmp/out")" 152
for branch in bad odd; do
	git --git-dir="$hub" for-each-ref --format='delete %(refname)' \
	    "refs/heads/device/$branch" |
	    git --git-dir="$hub" update-ref --stdin
done
gives 0 fetch "$tmp/whole" "$url/a.git"
is 'good branches alone' "$(grep -c '^new' "$tmp/out")" 152
is 'packs that moved whole' \
    "$(find "$tmp/whole/objects/pack" -name '*.pack' | wc -l | tr -d ' ')" 1
git --git-dir="$tmp/whole" fsck --strict >/dev/null 2>&1 || die fsck
[ ! -e "$tmp/whole-incoming" ] || die 'the quarantine was left behind'
done_testing
