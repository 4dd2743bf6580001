#!/bin/sh
# The proof: after an erasure and the closing, every key that still exists is
# tried on every object of every clone, store, backup and bundle, and every file
# is searched: nothing of the person comes out, all of the others does.
. "$(dirname "$0")/study.sh"
keys_of_store=$4 keys_of_workspace=$5 open_all=$6

cat >"$work/form.md" <<'F'
| survey | | | | |
| | type | name | label | bind::recolte:role |
| | select_one yes_no | agree | Do you agree? | consent |
| | text | said | What do you say? | |
| | image | photo | A photo | |
| choices | | | |
| | list_name | name | label |
| | yes_no | yes | Yes |
| settings | | |
| | form_title | form_id |
| | Said | said |
F
new_study "$work/form.md"
join 1 2 3
admit
printf 'case,name\nC1,Zelie-zebra\nC2,Youri-yankee\n' >"$work/cases.csv"
works merger cases import "$work/cases.csv"
sync 1 2 3

# Zebra is the person who goes, yankee the one who stays.
printf 'zebra-photo %0200d' 7 >"$work/z.jpg"
printf 'yankee-photo %0200d' 7 >"$work/y.jpg"
answer 1 '{".case":"C1","agree":"yes","said":"zebra-one"}' \
    '{".case":"C2","agree":"yes","said":"yankee-one"}'
ids=$(collector 1 list 2>/dev/null | sed -n 's/^\([0-9a-f-]\{8,36\}\).*/\1/p')
for id in $ids; do
	photo=$work/y.jpg
	collector 1 show "$id" | grep -q zebra && photo=$work/z.jpg
	works collector 1 attach "$id" photo "$photo" --reason forgotten
done
answer 2 '{".case":"C1","agree":"yes","said":"zebra-two"}' \
    '{"agree":"yes","said":"yankee-two"}'
printf 'yes\nzebra-draft\n' | "$collector_program" ask --case C1 --anyway \
    --store "$work/laptop2" >"$work/.out" 2>&1 || fail "ask: $(cat "$work/.out")"
# Attempts, and the letters that tell colleagues of them.
works collector 2 case attempt C1 --how phone --outcome 3.13 --remark \
    zebra-attempt
works collector 2 case attempt C2 --how phone --outcome 3.13 --remark \
    yankee-attempt
sync 1 2
mkdir "$work/stick"
works collector 1 sync --stick "$work/stick" --complete
works merger pull
zebra=$(merger status --responses | grep C1 | sed -n 1p | cut -c1-36)
works merger correct "$zebra" said=zebra-corrected --reason zebra-reason
works merger cases status C1 refused --reason zebra-status
works merger pull
sync 1 2 3
has "the letter came" "$(collector 3 case list)" "refused (zebra-status)"
has "the letter came" "$(collector 3 case show C1)" "zebra-attempt"
export_of office export --personal
works collector 1 backup "$work/laptop1.backup"
works collector 2 backup "$work/laptop2.backup"
cp -r "$work/laptop2" "$work/laptop4"	# a clone, and a copy of it all
git clone -q --mirror "$work/hub.git" "$work/mirror.git"
for bundle in "$work"/stick/outbox/*.bundle; do
	git init -q --bare "$bundle.git" && git -C "$bundle.git" bundle \
	    unbundle "$bundle" >"$work/.out" 2>&1 ||
	    fail "$bundle: git cannot read it"
done
# Another coordinator, and another folder of the first.
works merger invite "Boris" -o "$work/9.invitation"
works merger_at boris coordinators request --no-passphrase \
    "$work/9.invitation" "$work/9.request"
works merger coordinators add "$work/9.request" --root "$work/office/root"
works merger pull
works merger_at boris pull
works merger pull
works merger_at boris pull
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
sync 1

all_keys() {
	for n in 1 2 3 4; do "$keys_of_store" "$work/laptop$n" || return 1; done
	for w in office again boris; do
		"$keys_of_workspace" "$work/$w" || return 1
	done
}
# Every blob of every repository, whatever still points at it.
all_blobs() {
	rm -rf "$work/blobs"
	mkdir "$work/blobs"
	for repo in "$work"/*.git "$work"/*/depot "$work"/stick/*/*.git "$work"/late/*/*.git; do
		[ -d "$repo" ] || continue
		git -C "$repo" cat-file --batch-all-objects \
		    --batch-check='%(objectname) %(objecttype)' |
		    sed -n 's/ blob$//p' | while read -r blob; do
			git -C "$repo" cat-file blob "$blob" \
			    >"$work/blobs/$blob"
		done
	done
	cp "$work"/*.backup "$work/blobs/"
}
# What all keys open, and the texts in the stores, go to $work/seen.NAME.
try_all() {
	all_blobs
	all_keys >"$work/keys.$1" || fail "keys: $1"
	"$open_all" "$work/keys.$1" "$work"/blobs/* >"$work/seen.$1"
	cat "$work/keys.$1" >>"$work/seen.$1"
}

# The test can fail: until then, everything opens.
try_all before
for word in one two draft corrected photo; do
	grep -q "zebra-$word" "$work/seen.before" ||
	    fail "before: zebra-$word does not open: the test proves nothing"
done
grep -q "Zelie-zebra" "$work/seen.before" || fail "before: no frame opens"
sealed=$(grep '^sealed' "$work/keys.before" | grep -F "$zebra" | cut -d' ' -f2)
[ -n "$sealed" ] || fail "before: no sealed bytes of the person"

# What opens a laptop: a backup under a code, and one of its store.
device=$(collector 1 status | sed -n 's/^device  *\([a-z0-9]*\).*/\1/p' | head -1)
works merger devices unlock "$device" "$work/1.unlock"
works merger devices unlock "$device" --backup "$work/laptop1.backup" \
    "$work/1.restore"
# Late: an interview, an attempt and a photo on a stick that nobody has seen
# yet, and a draft that has not left the laptop.
answer 3 '{".case":"C1","agree":"yes","said":"zebra-late"}' \
    '{".case":"C2","agree":"yes","said":"yankee-late"}'
late=$(collector 3 list 2>/dev/null | sed -n 's/^\([0-9a-f-]\{8,36\}\).*C1.*/\1/p')
works collector 3 attach "$late" photo "$work/z.jpg" --reason late
works collector 3 case attempt C1 --how phone --outcome 3.13 --remark \
    zebra-late-attempt
mkdir "$work/late"
works collector 3 sync --to "$work/late"
for bundle in "$work"/late/outbox/*.bundle; do
	git init -q --bare "$bundle.git" && git -C "$bundle.git" bundle \
	    unbundle "$bundle" >"$work/.out" 2>&1
done
printf 'yes\nzebra-late-draft\n' | "$collector_program" ask --case C1 --anyway \
    --store "$work/laptop3" >"$work/.out" 2>&1 || fail "ask: $(cat "$work/.out")"

works merger erase C1 --reason "asked to be forgotten" --yes
has "erased" "$out" "4 records erased"
has "an unlock file" "$out" "unlock file $work/1.unlock of"
has "a backup" "$out" "backup $work/1.restore of"
has "the other coordinator" "$out" "the keyring of coordinator Boris:"
has "nobody said so yet" "$out" "laptop $(echo "$device" | cut -c1-8)"
works merger pull --from "$work/late"
has "late" "$out" "revisions of people who were erased: not taken"
for n in 1 2 3 4; do run collector "$n" sync; done
works merger pull
works merger_at again pull
works merger_at boris pull
export_of office export --personal
export_of boris export.boris --personal
works merger close --yes
has "the other coordinator" "$out" "until they say merger pull"
works merger_at again pull
works merger_at again close --yes
works merger_at boris pull
works merger_at boris close --yes
works merger pull
for n in 1 2 3 4; do run collector "$n" sync; done
# Everybody has said what they did; what is still listed is destroyed by hand.
works merger pull
works merger erase
has "all said so" "$out" "(3 laptops and 1 coordinator say that it is erased"
lacks "no laptop is behind" "$out" "until its next sync"
lacks "no coordinator is" "$out" "until they say"
has "listed still" "$out" "$work/1.unlock"
rm -f "$work/1.unlock" "$work/1.restore"
rm -rf "$work"/[0-9].invitation "$work"/9.request "$work"/*.ndjson "$work"/*.jpg "$work/cases.csv"

try_all after
grep -aq zebra "$work/seen.after" &&
    fail "still opens: $(grep -a zebra "$work/seen.after")"
for word in yankee-one yankee-two yankee-late; do
	grep -q "$word" "$work/seen.after" || fail "$word was lost"
done
grep -aq "yankee-photo" "$work/seen.after" || fail "the others' photo was lost"
grep -q "^0 opened\|[^0-9]0 opened" "$work/seen.after" && fail "nothing opens any more"
grep -q "by a collection key" "$work/seen.after" &&
    fail "a collection key is left: $(grep -c collection "$work/seen.after")"
grep -q "Youri-yankee" "$work/export/"*.csv "$work/seen.after" ||
    fail "the other case was lost"

# No byte of the person in any file: in the clear, nor as it was sealed here.
rm -f "$work"/seen.* "$work"/keys.* "$work/.out" "$work/.err"
grep -rlaF zebra "$work" >"$work/.found" && fail "found: $(cat "$work/.found")"
od -An -v -tx1 "$work/office/index.sqlite" | tr -d ' \n' >"$work/hex"
for file in "$work"/laptop*/store.sqlite* "$work"/again/index.sqlite*; do
	od -An -v -tx1 "$file" | tr -d ' \n' >>"$work/hex"
done
for nonce in $sealed; do
	grep -qF "$nonce" "$work/hex" && fail "sealed bytes $nonce are left"
done
for w in again boris; do
	export_of "$w" "export.$w" --personal
	export_of office export --personal
	same_export export "export.$w"
done
finish
