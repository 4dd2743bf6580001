#!/bin/sh
# Invitations: good, again, of another study, expired, torn; passphrases.
. "$(dirname "$0")/lib.sh"

gives 2 status
complains "no study here yet"

invitation one title='The first study'
gives 0 join "$tmp/one/invitation"
says 'joined "The first study" as device'
says 'the coordinator now has to admit this device'
complains 'the request goes with the next sync'
gives 0 status
says 'The first study (field)'
says 'waits to be admitted'

# Nobody has answered yet: the same keys ask again.
device=$(sed -n 's/^device *\([a-z2-7]*\):.*/\1/p' "$tmp/out")
gives 0 join "$tmp/one/invitation"
says "device $device asks again to be admitted"
invitation two title='Another study'
gives 4 join "$tmp/two/invitation"
complains 'another study than "Another study"'
gives 0 status
says 'The first study'

# Nothing is left of an invitation that does not do.
store=$tmp/none
invitation old days=-1
gives 4 join "$tmp/old/invitation"
complains 'expired'
gives 2 join "$tmp/nowhere"
complains 'nowhere'
head -c 2000 "$tmp/one/invitation" >"$tmp/torn"
gives 3 join "$tmp/torn"
complains 'torn'
sed 's/"version":"[0-9a-f]\{4\}/"version":"dead/' "$tmp/one/invitation" \
    >"$tmp/altered"
cmp -s "$tmp/one/invitation" "$tmp/altered" && die 'nothing was altered'
gives 4 join "$tmp/altered"
complains 'altered'
[ ! -e "$store" ] || die 'a store was made for nothing'

# Passphrases: asked for, unless the study says that one may do without.
unset RECOLTE_PASSPHRASE
gives 2 join "$tmp/one/invitation" </dev/null
complains 'wants a passphrase'
echo 'in a file' >"$tmp/pass"
gives 0 join "$tmp/one/invitation" --passphrase-file "$tmp/pass"
gives 2 list </dev/null
complains 'a passphrase is needed'
RECOLTE_PASSPHRASE=wrong
export RECOLTE_PASSPHRASE
gives 4 list
complains 'not the passphrase'
RECOLTE_PASSPHRASE='in a file'
gives 0 list
unset RECOLTE_PASSPHRASE

store=$tmp/open
invitation easy passphrase=optional
gives 0 join "$tmp/easy/invitation" </dev/null
gives 0 list </dev/null
complains 'no responses yet'
done_testing
