#!/bin/sh
# Passphrases: changed; forgotten, and a coordinator helps; the key goes to
# those who coordinate now, and to nobody else.
. "$(dirname "$0")/study.sh"

# Laptops with a passphrase, which study.sh takes away from everybody else.
with() {	# PASSPHRASE command ...
	secret=$1
	shift
	RECOLTE_PASSPHRASE=$secret "$@"
}
new_study
for n in 1 2; do
	works merger invite "Laptop $n" -o "$work/$n.invitation"
	works with "the first $n" collector "$n" join "$work/$n.invitation"
	works with "the first $n" collector "$n" sync
done
works merger pull
works merger devices admit
works with "the first 1" collector 1 sync
device() { collector "$1" status | sed -n 's/^device *\([a-z2-7]*\):.*/\1/p'; }
one=$(device 1) two=$(device 2)
printf '{"agree":"yes","age":"30"}\n' >"$work/a.ndjson"
works with "the first 1" collector 1 import "$work/a.ndjson"

# Another passphrase: the old one is asked for, and is good for nothing after.
refused 4 "not the passphrase" with wrong env RECOLTE_NEW_PASSPHRASE="the second" \
    "$collector_program" passphrase --store "$work/laptop1"
refused 2 "new passphrase is needed" with "the first 1" collector 1 passphrase \
    </dev/null
RECOLTE_NEW_PASSPHRASE="the second" works with "the first 1" collector 1 passphrase
has passphrase "$out" "was changed"
refused 4 "not the passphrase" with "the first 1" collector 1 list
works with "the second" collector 1 list
has "list after it" "$out" final
equal "the old wrapping lies nowhere" \
    "$(find "$work/laptop1" -name '*-wal' -size +0 | wc -l)" 0

# Forgotten: the coordinator's file and code.
works merger devices unlock "$one" "$work/one.unlock"
code=$out
has "help" "$err" "telephone"
refused 2 "is there already" merger devices unlock "$one" "$work/one.unlock"
refused 2 "no device" merger devices unlock zzzz "$work/zzzz.unlock"
export RECOLTE_CODE
RECOLTE_CODE=$code
refused 4 "made for device $one" with x collector 2 unlock "$work/one.unlock"
RECOLTE_CODE=1234
refused 2 "16 digits and letters" with x collector 1 unlock "$work/one.unlock"
RECOLTE_CODE=0000-0000-0000-0000
refused 4 "not this code" with x collector 1 unlock "$work/one.unlock"
works with "the second" collector 1 list
# As it is typed after a bad line: small letters, spaces, o for 0.
RECOLTE_CODE=$(echo "$code" | tr 'A-Z-' 'a-z ' | tr 0 o)
works with "the third" collector 1 unlock "$work/one.unlock"
has unlock "$out" "store is open"
refused 4 "not the passphrase" with "the second" collector 1 list
works with "the third" collector 1 sync
refused 3 "key file" with x collector 1 unlock "$work/a.ndjson"

# The escrow of one device is no way into another one's store.
head -c 200 "$work/one.unlock" >"$work/torn.unlock"
refused 3 "torn" with x collector 1 unlock "$work/torn.unlock"
git -C "$work/hub.git" cat-file -p "enrol/$one:escrow" >"$work/escrow"
lacks "escrow" "$(tr -d '\0' <"$work/escrow")" '"key"'

# Sent once: another sync adds nothing; a lost depot neither.
commits=$(git -C "$work/hub.git" rev-list --count "enrol/$one")
works with "the third" collector 1 sync
rm -rf "$work/laptop1/depot"
works with "the third" collector 1 sync
equal "escrows sent" \
    "$(git -C "$work/hub.git" rev-list --count "enrol/$one")" "$commits"
works merger pull
equal "the request is still there" \
    "$(git -C "$work/hub.git" ls-tree --name-only "enrol/$two" | xargs)" \
    "escrow request"
# Somebody else coordinates too: the key is sealed anew, and she can help; not
# with what was sealed before.
works merger invite "Berta" -o "$work/b.invitation"
works merger_at berta coordinators request --no-passphrase \
    "$work/b.invitation" "$work/b.request"
works merger coordinators add "$work/b.request" --root "$work/office/root"
works merger pull
works merger_at berta pull
refused 4 "sealed" merger_at berta devices unlock "$one" "$work/b.unlock"
works with "the third" collector 1 sync
works with "the third" collector 1 sync
works merger_at berta pull
equal "sealed anew, once" \
    "$(git -C "$work/hub.git" rev-list --count "enrol/$one")" \
    "$((commits + 1))"
works merger_at berta devices unlock "$one" "$work/b.unlock"
RECOLTE_CODE=$out
works with "the fourth" collector 1 unlock "$work/b.unlock"
works with "the fourth" collector 1 list
fsck "$work/hub.git"
finish
