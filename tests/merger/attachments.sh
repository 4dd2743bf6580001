#!/bin/sh
# Photos and recordings, the whole way: attached on a laptop, sealed in git,
# verified, exported byte for byte; a sync that is killed goes on; what is
# missing or altered is put aside, and the answers count all the same.
. "$(dirname "$0")/study.sh"

new_study "$cases/rooms.md"
join 1 2 3
admit
sync 1 2 3
fresh() { head -c "$1" /dev/urandom >"$work/$2"; }
fresh 20971520 'a long talk.mp3'
fresh 70000 me.JPG
{ echo a kitchen in the clear; head -c 65510 /dev/urandom; } \
    >"$work/kitchen.png"
: >"$work/empty.png"
attach() { works collector "$@"; equal "attach ($err)" "$status" 0; }

# A response that is closed: it changes, with a reason.
answer 1 '{".source":"1","agree":"yes","remark":"one","rooms":[{"room":"kitchen"},{"room":"attic"}]}'
works collector 1 list
one=$(echo "$out" | cut -d' ' -f1)
works collector 1 show "$one"
view=$(echo "$out" | sed -n 's/^\(rooms\[[0-9a-f]*\]\/\)room.*/\1view/p' | head -1)
refused 2 "no such question" collector 1 attach "$one" nothing "$work/me.JPG"
refused 2 "is no question for a file" collector 1 attach "$one" remark \
    "$work/me.JPG"
refused 5 "absent.jpg" collector 1 attach "$one" face "$work/absent.jpg"
refused 2 "say why" collector 1 attach "$one" face "$work/me.JPG"
dd if=/dev/zero of="$work/huge.mp3" bs=1048576 count=49 2>/dev/null
refused 3 "larger than" collector 1 attach "$one" talk "$work/huge.mp3" -r x
attach 1 attach "$one" face "$work/me.JPG" --reason 'taken later'
attach 1 attach "$one" talk "$work/a long talk.mp3" --reason 'taken later'
attach 1 attach "$one" "$view" "$work/kitchen.png" --reason 'taken later'
works collector 1 show "$one"
has "the answer is the name" "$out" "a long talk.mp3"

# A sync that is killed at any time goes on where it was.
for wait in 0.02 0.05 0.1 0.2 0.4; do
	"$collector_program" --store "$work/laptop1" sync >/dev/null 2>&1 &
	pid=$!
	sleep $wait
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
done
works collector 1 sync
equal "sync after kills ($err)" "$status" 0
has "sync" "$out" "to deliver: 0"
fsck "$work/hub.git"
branch=$(branch_of 1)
equal "change sets on the hub" "$(git -C "$work/hub.git" rev-list --count \
    "$branch")" 1
equal "blobs beside it" "$(git -C "$work/hub.git" ls-tree --name-only \
    "$branch" | grep -c '^[0-9a-f]\{16\}\.blob$')" 3
has "the commit says so" "$(git -C "$work/hub.git" log -1 --format=%s \
    "$branch")" "3 files (21.1 MB)"
works merger pull
equal "pull ($out$err)" "$status" 0
has "pull" "$out" "1 change set merged"
equal responses "$(figure responses)" 1

# Exported byte for byte; what names people only when it is asked for.
export_of office out
same() { cmp -s "$1" "$2" || fail "$2 is not $1"; }
files() { ls "$work/$1/media" | wc -l | tr -d ' '; }
equal "files" "$(files out)" 2
same "$work/a long talk.mp3" "$work/out/media/$one-talk.mp3"
same "$work/kitchen.png" "$work/out/media/$one"-view-*.png
has "whose it is" "$(cat "$work/out/media.csv")" \
    "media/$one-talk.mp3,$one,,talk,a long talk.mp3,audio/mpeg,20971520"
has "the cell" "$(cat "$work/out/rooms.csv")" "a long talk.mp3"
lacks "personal" "$(cat "$work"/out/*.csv)" me.JPG
export_of office personal --personal
equal "files" "$(files personal)" 3
same "$work/me.JPG" "$work/personal/media/$one-face.JPG"

# Nothing of it lies anywhere in the clear.
for file in "$work/laptop1/store.sqlite" "$work/laptop1/store.sqlite-wal" \
    "$work/office/index.sqlite"; do
	[ ! -f "$file" ] || ! grep -aq 'a kitchen in the clear' "$file" ||
	    fail "$file holds a photo in the clear"
done

# A draft's photo goes along with it; one that was replaced is exported no
# more; a response whose photo is withdrawn keeps its other answers.
answer 2 '{".source":"2","agree":"yes","remark":"two"}' \
    '{".source":"3","agree":"no","remark":"three"}'
works collector 2 list
two=$(echo "$out" | sed -n 1p | cut -d' ' -f1)
three=$(echo "$out" | sed -n 2p | cut -d' ' -f1)
attach 2 attach "$two" talk "$work/me.JPG" -r first
attach 2 attach "$two" talk "$work/empty.png" -r second
attach 2 attach "$three" talk "$work/kitchen.png" -r third
mkdir "$work/usb"
works collector 2 sync --stick "$work/usb"
works merger pull --stick "$work/usb"
equal "pull by stick ($err)" "$status" 0
works collector 2 sync --stick "$work/usb"
has "by stick" "$out" "change sets merged: 1, put aside: 0"
export_of office second
equal "files" "$(files second)" 3
same "$work/empty.png" "$work/second/media/$two-talk.png"
lacks "without agreement" "$(ls "$work/second/media")" "$three"

# A draft's photo travels with it, and to the laptop that goes on with it.
printf 'yes\nsix\n/nowhere.jpg\n"%s"\n' "$work/kitchen.png" >"$work/typed"
run collector 2 ask --language en <"$work/typed"
has "a path that leads nowhere" "$out" "write the path of a file"
six=$(collector 2 list | sed -n 's/ .*draft.*//p')
works collector 2 show "$six"
has "ask takes the path of a file" "$out" "kitchen.png"
attach 2 attach "$six" face "$work/me.JPG"
works collector 2 sync
has "sync" "$out" "1 draft, 1 file (0.1 MB)"
works merger pull
equal "pull ($err)" "$status" 0
lost=$(merger devices | sed -n 's/ .*Laptop 2$//p')
heir=$(merger devices | sed -n 's/ .*Laptop 1$//p')
mkdir "$work/stick"
works merger drafts recover "$lost" "$work/stick/lost.drafts" --to "$heir"
has "recover" "$out" "1 file beside it"
mkdir "$work/half"
works merger drafts recover "$lost" "$work/half/lost.drafts" --to \
    "$(merger devices | sed -n 's/ .*Laptop 3$//p')"
rm "$work/half/"*.blob
works collector 3 import "$work/half/lost.drafts"
has "the file was left behind" "$err" ".file/face"
works collector 3 list
has "the answers were not" "$out" draft
works collector 1 import "$work/stick/lost.drafts"
equal "import ($err)" "$err" ""
six=$(collector 1 list | sed -n 's/ .*draft.*//p')
run collector 1 ask "$six" --language en <<'END'


n
y
END
has "finished" "$out" "is final"
works collector 1 sync
works merger pull
equal "pull ($err)" "$status" 0
export_of office recovered --personal
same "$work/me.JPG" "$work/recovered/media/$six-face.JPG"

# The same study from another office: the same files.
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
export_of again third
rm -rf "$work/second"
export_of office second
same_export second third

# The depot is lost: it is made again, commit for commit.
rm -rf "$work/laptop1/depot"
works collector 1 sync
has "after the depot was lost ($err)" "$out" "to deliver: 0"
works collector 1 sync
equal "still two change sets" "$(git -C "$work/hub.git" rev-list --count \
    "$branch")" 2

# A hub that lost a photo, or changed it, before anybody pulled: the change set
# is put aside, so that the laptop keeps the file; the answers are there.
answer 1 '{".source":"4","agree":"yes","remark":"four"}' \
    '{".source":"5","agree":"yes","remark":"five"}'
works collector 1 list
four=$(echo "$out" | sed -n 3p | cut -d' ' -f1)
attach 1 attach "$four" talk "$work/kitchen.png" -r fourth
works collector 1 sync
branch=$(git -C "$work/hub.git" for-each-ref --format='%(refname:short)' \
    --sort=-committerdate refs/heads/device | while read -r b; do
	git -C "$work/hub.git" log -1 --format="$b %s" "$b"
    done | grep '#3' | head -1 | cut -d' ' -f1)
tip=$(git -C "$work/hub.git" rev-parse "$branch")
number=$(git -C "$work/hub.git" ls-tree --name-only "$tip" | grep '\.cs$')
blob=$(git -C "$work/hub.git" ls-tree --name-only "$tip" | grep '\.blob$')
git -C "$work/hub.git" cat-file blob "$tip:$number" >"$work/x.cs"
altered=$( (git -C "$work/hub.git" cat-file blob "$tip:$blob" | head -c 65000
    echo no) | git -C "$work/hub.git" hash-object -w --stdin)
tree=$( (git -C "$work/hub.git" ls-tree "$tip" | grep '\.cs$'
    printf '100644 blob %s\t%s\n' "$altered" "$blob") |
    git -C "$work/hub.git" mktree)
commit=$(git -C "$work/hub.git" -c user.name=x -c user.email=x@x.example \
    commit-tree -p "$tip~1" -m x "$tree")
git -C "$work/hub.git" update-ref "refs/heads/$branch" "$commit"
works merger pull
has "put aside" "$out" "1 change set put aside"
works merger status
has "why" "$out$err" "another file than the one that is named"
equal "the answers count" "$(figure responses)" 6
export_of office fourth
lacks "no such file" "$(ls "$work/fourth/media")" "$four"
has "told" "$err" "$four-talk.png: the file is not here"

# Erased with a photo that was sent: followed, and said once.
answer 3 '{".source":"last","agree":"yes","remark":"erase me"}'
last=$(collector 3 list | sed -n 's/ .*final.*//p' | tail -1)
attach 3 attach "$last" face "$work/me.JPG" -r seventh
works collector 3 sync
works merger pull
works merger erase "$last" --reason asked --yes
works collector 3 sync
has "erased with its photo" "$out" "erased at the coordinators' word"
works collector 3 sync
lacks "said once" "$out" "erased at the coordinators' word"
finish
