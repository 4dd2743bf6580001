#!/bin/sh
# By stick alone: laptops that never see the hub, sticks that are lost, the same
# change sets by several ways.
#   round.sh MERGER COLLECTOR FORMSPEC
. "$(dirname "$0")/../merger/study.sh"

stick=$work/stick
mkdir "$stick"
boxes() {	# BOX: the names there, without what is random in them
	ls "$stick/$1" 2>/dev/null | sed 's/[0-9a-f]\{16\}/CHAIN/
	    s/^[a-z2-7]\{26\}/ID/' | LC_ALL=C sort
}
git_reads() {	# REPOSITORY BUNDLE: so that others can, too
	git -C "$1" bundle verify "$2" >"$work/.git" 2>&1 ||
	    fail "git bundle verify $2: $(cat "$work/.git")"
}
by_stick() {	# LAPTOP: to the stick, to the office, and back
	works collector "$1" sync --stick "$stick"
	works merger pull --stick "$stick"
	works collector "$1" sync --stick "$stick"
}

# Two laptops that never see the hub.
new_study
hide() { mv "$work/hub.git" "$work/hidden.git"; }
unhide() { mv "$work/hidden.git" "$work/hub.git"; }
hide
for n in 1 2; do
	unhide
	works merger invite "Laptop $n" -o "$work/$n.invitation"
	hide
	works collector "$n" join "$work/$n.invitation"
	answer "$n" "{\"agree\":\"yes\",\"age\":\"3$n\"}"
	works collector "$n" sync --stick "$stick"
	equal "laptop $n to the stick" "$status" 0
	has "laptop $n to the stick" "$out" "change sets written: 1"
	has "laptop $n to the stick" "$out" "request to be admitted written"
	has "laptop $n to the stick" "$out" "to deliver: 1; delivered: 0"
done
equal outbox "$(boxes outbox | uniq -c | tr -s ' ' | tr '\n' ';')" \
    " 2 ID-CHAIN-00000001-00000001.bundle; 2 ID-enrolment.bundle;"
git init -q --bare "$work/empty.git"
for bundle in "$stick"/outbox/*.bundle; do
	git_reads "$work/empty.git" "$bundle"
done
unhide
works merger pull --stick "$stick"
has "before they are admitted" "$out" "2 change sets waiting"
has "before they are admitted" "$out" "2 laptops asking"
works merger devices admit
works merger pull --stick "$stick"
has admitted "$out" "2 change sets merged, 2 revisions"
equal inbox "$(boxes inbox)" "ID-CHAIN.bundle"
git_reads "$work/empty.git" "$(ls "$stick"/inbox/*.bundle)"
for n in 1 2; do
	works collector "$n" sync --stick "$stick"
	has "laptop $n back home" "$out" "this device is admitted"
	has "laptop $n back home" "$out" "delivered: 1, of which merged: 1"
done
# What has a receipt is off the stick.
equal outbox "$(boxes outbox | uniq)" "ID-enrolment.bundle"
equal "their data on the hub" "$(git -C "$work/hub.git" for-each-ref \
    refs/heads/device | wc -l | tr -d ' ')" 2
# Nobody gets everybody's interviews along with the receipts.
equal "chains of others on laptop 1" "$(git -C "$work/laptop1/depot" \
    log --all --format=%s | grep -c interview)" 1
works merger pull
equal "a pull after it" "$out" "nothing new"

# A stick is lost; the next one has all that it had.
answer 1 '{"agree":"yes","age":"41"}'
works collector 1 sync --stick "$stick"
rm -rf "$stick"
mkdir "$stick"
answer 1 '{"agree":"yes","age":"42"}'
works collector 1 sync --stick "$stick"
equal "after a loss" "$(boxes outbox)" "ID-CHAIN-00000002-00000003.bundle
ID-enrolment.bundle"
works merger pull --stick "$stick"
equal responses "$(figure responses)" 4
# The stick with the receipts is lost, too: everything goes out again.
rm -rf "$stick/inbox"
works collector 1 sync --stick "$stick"
has "nothing came" "$out" "nothing for this laptop"
works merger pull --stick "$stick"
equal responses "$(figure responses)" 4
works collector 1 sync --stick "$stick"
has "in the end" "$out" "to deliver: 0; delivered: 3, of which merged: 3"

# The same change sets by stick, by mail and by the hub, in any order.
answer 2 '{"agree":"yes","age":"51"}'
works collector 2 sync --to "$stick"
mkdir "$work/mail"
cp "$stick"/outbox/*-00000002.bundle "$work/mail/early.bundle"
answer 2 '{"agree":"yes","age":"52"}'
works collector 2 sync --to "$stick"
cp "$stick"/outbox/*-00000003.bundle "$work/mail/late.bundle"
works collector 2 sync
answer 2 '{"agree":"yes","age":"53"}'
works collector 2 sync --to "$stick"
works merger pull --from "$work/mail/late.bundle"
works merger pull --from "$work/mail/early.bundle" --from "$stick"
works merger pull --from "$work/mail"
works merger pull
equal "by all ways" "$(figure responses)" 7
works collector 2 sync
works collector 2 sync
has "by all ways" "$out" "to deliver: 0; delivered: 4, of which merged: 4"
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
equal "from the hub alone" "$(figure digest again)" "$(figure digest)"

# From behind a receipt that this workspace has never seen: a word, and a way.
answer 1 '{"agree":"yes","age":"61"}'
works collector 1 sync --to "$stick"
hide
cp -R "$work/hidden.git" "$work/copy.git"
works merger_at young init --hub "$work/copy.git" --keys "$work/office/keys"
git -C "$work/copy.git" for-each-ref --format='delete %(refname)' \
    refs/heads/device refs/heads/0receipts refs/heads/receipts |
    git -C "$work/copy.git" update-ref --stdin
run merger_at young pull --from "$stick"
equal "behind a receipt" "$status" 1
has "behind a receipt" "$err" "bring an earlier bundle, or a complete one"
works collector 1 sync --to "$stick" --complete
equal "a complete one" "$(ls "$stick/outbox" | grep -c -e -00000001-00000004)" 1
works merger_at young pull --from "$stick"
has "a complete one" "$out" "4 change sets merged"

# Without the hub: it is said, and done later.
works merger pull --stick "$stick"
equal "hub away: status" "$status" 1
has "hub away" "$err" "until a pull reaches the hub"
has "hub away" "$out" "1 change set merged"
works collector 1 sync --stick "$stick"
has "hub away" "$out" "to deliver: 0;"
unhide
works merger pull
equal "hub back: status ($err)" "$status" 0
equal "nothing is missing on the hub" "$(git -C "$work/hub.git" log \
    --format=%s --glob=refs/heads/device | grep -c '#4:')" 2
rm -rf "$work/again"
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
equal "from the hub alone" "$(figure digest again)" "$(figure digest)"
for depot in hub.git office/depot laptop1/depot laptop2/depot; do
	fsck "$work/$depot"
done
finish
