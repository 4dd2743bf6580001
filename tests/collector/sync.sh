#!/bin/sh
# To the hub and back, with the merger at the other end; a copy of the store; a
# hub that is not there, cannot be written, or lies.
. "$(dirname "$0")/lib.sh"
export RECOLTE_PASSPHRASE

# m COMMAND ...: the merger; 1 is "look at it", and fine.
m() {
	status=0
	"$MERGER" "$@" -w "$tmp/office" >"$tmp/m.out" 2>"$tmp/m.err" ||
	    status=$?
	[ $status -le 1 ] || {
		cat "$tmp/m.err" >&2
		die "merger $*: exit status $status"
	}
}
office_has() {	# HOW MANY RESPONSES
	m pull
	m status --json
	is 'responses at the office' \
	    "$(sed 's/.*"responses":\([0-9]*\).*/\1/' "$tmp/m.out")" "$1"
}
hub=$tmp/hub.git
m init --no-passphrase --phase field --hub "$hub" --form "$here/visit.md"
m policy purge keep		# so that what is merged can be looked at
m invite Ana -o "$tmp/ana.invitation"

mv "$hub" "$tmp/away"
gives 0 join "$tmp/ana.invitation"
complains 'the request goes with the next sync'
fakes 12 1 >"$tmp/a.ndjson"
gives 0 import "$tmp/a.ndjson"
gives 5 sync
complains 'not found'
says 'packed'
gives 5 sync --language fr
complains 'réception'
gives 0 status --language fr
says '(terrain)'
mv "$tmp/away" "$hub"
gives 0 sync
says 'request to be admitted delivered'
says 'delivered change sets: 1'
says 'to deliver: 0; delivered: 12, of which merged: 0'
gives 0 sync
says 'nothing new'
gives 0 status
says '(sent: 12)'

printf 'case,structure\nC1,Lille\nC2,Lens\n' >"$tmp/frame.csv"
m pull
m devices admit
m cases import "$tmp/frame.csv"
m pull
gives 0 sync
says 'this device is admitted'
says 'sample received, cases: 2'
says 'receipts: change sets merged: 1, put aside: 0'
says 'merged: 12'
gives 0 list
is 'merged responses' "$(grep -c ' merged' "$tmp/out")" 12
gives 0 status
says 'cases       2'
gives 2 ask --case C9 </dev/null
complains 'case C9'

# Corrected: the response is on its way again.
gives 0 list
id=$(head -1 "$tmp/out" | cut -d' ' -f1)
gives 0 correct "$id" name=Zoe --reason 'spelt wrong'
gives 0 sync
says '1 interview (0 new, 1 corrected)'

# What a commit says.
git --git-dir="$hub" log --format=%B --all >"$tmp/log" 2>/dev/null &&
    grep -q '^Payload-SHA256: [0-9a-f]\{64\}$' "$tmp/log" ||
    die 'no trailer'
gives 0 status
device=$(sed -n 's/^device  *\([a-z2-7]*\):.*/\1/p' "$tmp/out")
for branch in $(git --git-dir="$hub" branch --format='%(refname:short)' |
    grep "^device/$device/"); do
	file=$(git --git-dir="$hub" ls-tree --name-only "$branch")
	is 'files in a commit' "$(echo "$file" | wc -l | tr -d ' ')" 1
	git --git-dir="$hub" show "$branch:$file" >"$tmp/x.cs"
	sum=$(sha256sum <"$tmp/x.cs" | cut -d' ' -f1)
	git --git-dir="$hub" log -1 --format=%B "$branch" |
	    grep -qF "Payload-SHA256: $sum" || die "$branch: another hash"
	gives 0 show --changeset "$tmp/x.cs"
	says 'collector'
done
head -c 100 "$tmp/x.cs" >"$tmp/torn.cs"
gives 3 show --changeset "$tmp/torn.cs"

# A copy of the store is restored while the other has gone on.
cp -R "$store" "$tmp/copy"
fakes 3 2 >"$tmp/b.ndjson"
gives 0 import "$tmp/b.ndjson"
gives 0 sync
mine=$store
store=$tmp/copy
fakes 2 3 >"$tmp/c.ndjson"
gives 0 import "$tmp/c.ndjson"
complains 'this store was copied'
gives 0 import "$tmp/c.ndjson"
is 'said once' "$(cat "$tmp/err")" ''
gives 0 sync
says 'to deliver: 0'
gives 0 sync
store=$mine
gives 0 sync
says 'another copy of this store'
office_has 17
# Packed without a hub on both sides: one number with two contents, because an
# old state was written over the file itself, which nothing gives away.
rm -rf "$tmp/copy"
cp -R "$store" "$tmp/copy"
fakes 2 4 >"$tmp/d.ndjson"
gives 0 import "$tmp/d.ndjson"
gives 0 sync
cp -R "$store" "$tmp/newer"
cat "$tmp/copy/store.sqlite" >"$store/store.sqlite"
rm -rf "$store/depot"
cp -R "$tmp/copy/depot" "$store/depot"
mv "$hub" "$tmp/away"
fakes 4 5 >"$tmp/e.ndjson"
gives 0 import "$tmp/e.ndjson"
gives 5 sync
mv "$tmp/away" "$hub"
gives 0 sync
says 'going on in a new chain'
says 'to deliver: 0'
office_has 23
gives 0 sync
says 'to deliver: 0'
mine=$store
store=$tmp/newer
gives 0 sync
complains 'this store was copied'
says 'another copy'
store=$mine

# The depot is lost: it is made again from the store, commit for commit.
rm -rf "$store/depot"
gives 0 sync
says 'to deliver: 0'
gives 0 sync
says 'another copy'

# A mistyped path, a share that is away, a repository where no study is: nothing
# is made there, nothing is delivered, everything waits.
fakes 1 6 >"$tmp/f.ndjson"
gives 0 import "$tmp/f.ndjson"
gives 5 sync --stick "$tmp/no-stick"
complains 'is the stick there?'
gives 5 sync --hub "$tmp/nowhere/hub.git"
complains 'not found (is the drive or share connected?)'
[ -e "$tmp/nowhere" ] && die 'a folder was made for a hub'
mkdir "$tmp/unmounted"
gives 5 sync --hub "$tmp/unmounted"
complains 'an empty folder (is the drive or share connected?)'
is 'what was put into the empty folder' "$(ls -A "$tmp/unmounted")" ''
git init -q --bare "$tmp/blank.git"
gives 5 sync --hub "$tmp/blank.git"
complains 'no study is there (is it the right place?); nothing was delivered'
is 'what was delivered to no study' \
    "$(git --git-dir="$tmp/blank.git" for-each-ref)" ''
says 'to deliver: 1'
gives 0 sync
says 'to deliver: 0'
"$COLLECTOR" join "$tmp/ana.invitation" --store "$tmp/nowhere/store" \
    >"$tmp/out" 2>"$tmp/err" && die 'a store was made in a mistyped place'
complains "the folder $tmp/nowhere is not there: is --store right?"
"$COLLECTOR" --no-browser --store "$tmp/nowhere/store" >"$tmp/out" \
    2>"$tmp/err" && die 'pages of a store in a mistyped place'
complains "the folder $tmp/nowhere is not there: is --store right?"

# The hub of another study, named by mistake, or put in the place of ours: it
# is given nothing, and ours is as it was.
"$MERGER" init --no-passphrase --hub "$tmp/other.git" --form "$here/visit.md" \
    -w "$tmp/other" >/dev/null 2>&1 || die 'merger init'
fakes 1 7 >"$tmp/f.ndjson"
gives 0 import "$tmp/f.ndjson"
gives 4 sync --hub "$tmp/other.git"
complains 'not that of this study' 9
mv "$hub" "$tmp/away"
mv "$tmp/other.git" "$hub"
gives 4 sync
complains 'not that of this study' 9
is 'branches that a foreign hub was given' \
    "$(git --git-dir="$hub" branch --list 'device/*' 'enrol/*' |
    grep -c "$device")" 0
mine=$store
store=$tmp/new
gives 0 join "$tmp/ana.invitation"
complains 'not that of this study'
store=$mine
mv "$hub" "$tmp/other.git"
gives 5 sync
mv "$tmp/away" "$hub"
gives 0 sync
says 'to deliver: 0'

# Several at once: one works, the others say so and change nothing; an import
# goes on meanwhile.
fakes 30 8 >"$tmp/g.ndjson"
gives 0 import "$tmp/g.ndjson"
fakes 30 9 >"$tmp/h.ndjson"
for i in 1 2 3 4 5 6; do
	"$COLLECTOR" sync --store "$store" >"$tmp/sync.$i" 2>&1 &
done
gives 0 import "$tmp/h.ndjson"
wait
for i in 1 2 3 4 5 6; do
	grep -q 'to deliver\|a sync is under way' "$tmp/sync.$i" || {
		cat "$tmp/sync.$i" >&2
		die "sync $i of six at once"
	}
done
gives 0 sync
says 'to deliver: 0'
office_has 85

# A hub that cannot be written (root may write everywhere).
fakes 1 6 >"$tmp/f.ndjson"
gives 0 import "$tmp/f.ndjson"
if [ "$(id -u)" != 0 ]; then
	chmod -R a-w "$hub"
	gives 5 sync
	chmod -R u+w "$hub"
fi
gives 0 sync
says 'to deliver: 0'

# Somebody exchanges the manifest on the hub.
m invite Bob -o "$tmp/bob.invitation"
mkdir "$tmp/evil"
(cd "$tmp/evil" && git init -q . && git pull -q "$hub" main 2>/dev/null &&
    last=$(ls manifest | tail -1) &&
    sed -i 's/"phase":"field"/"phase":"pilot"/' "manifest/$last" &&
    cp "manifest/$last" manifest/00000099 &&
    git add . && git -c user.name=x -c user.email=x commit -qm x &&
    git push -q "$hub" HEAD:refs/heads/main 2>/dev/null) ||
    die 'the hub could not be altered'
before=$("$COLLECTOR" status --store "$store" | grep '^manifest')
gives 4 sync
complains 'manifest' 2
is 'the manifest after a lie' \
    "$("$COLLECTOR" status --store "$store" | grep '^manifest')" "$before"
# It is said for as long as it stands, and what is collected goes out.
fakes 2 77 >"$tmp/during.ndjson"
gives 0 import "$tmp/during.ndjson"
gives 4 sync
complains 'manifest' 2
says 'to deliver: 0'
# The hub is put right, and the coordinator goes on: so does the laptop.
true_main=$(git --git-dir="$tmp/office/depot" rev-parse refs/heads/main)
git --git-dir="$hub" update-ref refs/heads/main "$true_main"
printf 'case,structure\nC1,Lille\nC2,Lens\nC3,Laon\n' >"$tmp/frame.csv"
"$MERGER" cases import "$tmp/frame.csv" -w "$tmp/office" >/dev/null ||
    die 'merger cases import after the repair'
gives 0 sync
says 'sample received, cases: 3'
gives 0 sync
done_testing
