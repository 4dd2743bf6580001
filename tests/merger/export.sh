#!/bin/sh
# The dataset as tables: who is in it, what is in it, and how cells are written.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
printf '\357\273\277case;town;note\r\nA;Lille;"x;y"\r\nB;Lens;\r\n' \
    >"$work/frame.csv"
works merger cases import "$work/frame.csv"
has cases "$out" "2 cases added, 0 changed, 0 as before"
works merger cases import "$work/frame.csv"
has "cases again" "$out" "0 cases added, 0 changed, 2 as before"
printf 'case,town,note\nA,Lille,\nB,Arras,\nC,Douai,new\n' >"$work/frame.csv"
works merger cases import "$work/frame.csv"
has "cases changed" "$out" "1 case added, 2 changed, 0 as before"
printf 'town,case\nLille,A\n' >"$work/frame.csv"
works merger cases import "$work/frame.csv"
has "a column less" "$out" "0 cases added, 0 changed, 1 as before"
bad_frame() {	# TEXT PART
	printf "$1" >"$work/frame.csv"
	refused 3 "$2" merger cases import "$work/frame.csv"
	has "bad frame" "$err" frame.csv
}
bad_frame 'case,town\n,Lille\n' 'line 2: column "case" is empty'
bad_frame 'case,town\nX,Lille\nX,Lens\n' 'line 3: "X" stands twice'
bad_frame 'caze,town\nX,Lille\n' 'no column "case", but "caze"'
bad_frame 'case,to/wn\nX,Lille\n' 'column "to/wn"'
bad_frame 'case,.handed\nX,Lille\n' 'column ".handed"'
bad_frame 'case,town,town\nX,a,b\n' 'stands twice'
bad_frame 'case,town,\nX,a,b\n' 'under no heading'
bad_frame 'case,town\nX,a,b\n' 'line 2'
bad_frame 'case,town\n"X,a\n' 'line'
bad_frame '' 'frame.csv'
bad_frame 'case,town\n\377\376,a\n' 'frame.csv'
refused 2 "absent.csv" merger cases import "$work/absent.csv"
printf 'code,town\nX,Lille\n' >"$work/frame.csv"
works merger cases import "$work/frame.csv" --key code
equal cases "$(figure cases)" 4
works merger pull

answer 1 \
'{".source":"1",".case":"A","agree":"yes","given":"Zoé","family":"De La Tour","mail":"office@a.example","age":"30","colour":"red","why_red":"=1+1","remark":"=HYPERLINK(0)","pets":[{"pet":"Rex","toys":[{"toy":"ball"},{"toy":"@bone"}]},{"pet":"Tom"}]}' \
'{".source":"2","agree":"no","given":"No","family":"Nobody","remark":"refused"}' \
'{".source":"3","agree":"yes","given":"Ann","family":"Other","mail":"office@a.example","remark":"-5"}' \
'{".source":"5","agree":"yes","given":"de la tour","family":"ZOE","mail":" Office@A.example","remark":"a \"quoted\" word, and\nmore"}'
answer 2 \
'{".source":"4",".case":"A","agree":"yes","given":"Bo","family":"Diff","mail":"bo@b.example","remark":"+33 6"}'
sync 1 2
works merger pull
equal responses "$(figure responses)" 5

export_of office out
has "left out" "$err" "1 left out: no agreement to take part"
main=$(cat "$work/out/mini.csv")
equal heading "$(head -1 "$work/out/mini.csv" | tr -d '\r')" \
    "response,case,state,disposition,device,form_version,last_change,conflicts,same_as,agree,age,age.nonresponse,colour,remark,why_red,twice"
lacks "no agreement" "$main" refused
for personal in Tour office@ Zo; do
	lacks "personal" "$(cat "$work"/out/*)" "$personal"
done
has neutral "$main" ",'=HYPERLINK(0),"
has neutral "$main" ",'=1+1,"
has neutral "$main" ",'-5,"
has neutral "$main" ",'+33 6,"
has quoted "$main" '"a ""quoted"" word, and'
equal rows "$(grep -c '^[0-9a-f-]\{36\},' "$work/out/mini.csv")" 4
pets=$(tr -d '\r' <"$work/out/mini-pets.csv")
equal "pets: heading" "$(echo "$pets" | head -1)" \
    "response,instance,parent_instance,position,pet"
rex=$(echo "$pets" | sed -n 's/^[^,]*,\([0-9a-f]*\),,1,Rex$/\1/p')
equal "an id of sixteen digits" "${#rex}" 16
has "position" "$pets" ",,2,Tom"
toys=$(tr -d '\r' <"$work/out/mini-pets-toys.csv")
has "nested" "$toys" ",$rex,1,ball"
has "nested" "$toys" ",$rex,2,'@bone"
id() { grep ",$1" "$work/out/mini.csv" | cut -c1-36; }
has "same case" "$(grep HYPERLINK "$work/out/mini.csv")" "$(id "'+33 6,")"

export_of office raw --raw
has raw "$(cat "$work/raw/mini.csv")" ",=HYPERLINK(0),"
export_of office sheet --spreadsheet
equal "a mark in front" "$(head -c 3 "$work/sheet/mini.csv" | od -An -tx1 |
    tr -d ' ')" efbbbf
has semicolons "$(head -1 "$work/sheet/mini.csv")" ";case;state;"
equal "as many rows" "$(wc -l <"$work/sheet/mini.csv")" \
    "$(wc -l <"$work/out/mini.csv")"
has "still no formula" "$(cat "$work/sheet/mini.csv")" "'=HYPERLINK(0)"
has "says so" "$(cat "$work/out/origin.json")" '"personal":false'
lacks "no need" "$err" "name people"
export_of office with --personal
has "is told" "$err" "with answers that name people"
has "and says so" "$(cat "$work/with/origin.json")" '"personal":true'
has personal "$(cat "$work/with/mini.csv")" "De La Tour"
has origin "$(cat "$work/out/origin.json")" "\"digest\":\"$(figure digest)\""
refused 5 "out/mini.csv" merger export csv "$work/out/mini.csv"

# Who may be the same person.
works merger duplicates
equal "duplicates: status" "$status" 1
equal "duplicates" "$(figure duplicates)" 2
has "case" "$out" "the same case: A"
has "by name" "$out" "  by Laptop 1"
has "e-mail and names, swapped, without accents" "$out" \
    "the same e-mail address and an agreeing name"
lacks "duplicates are discreet" "$out" office@
# Who is erased by a response hears of the others that may be the same person's.
out=$(merger duplicates 2>/dev/null)
other=$(echo "$out" | sed -n 's/^\([0-9a-f-]\{36\}\) .*/\1/p' | head -1)
twin=$(echo "$out" | sed -n 's/^\([0-9a-f-]\{36\}\) .*/\1/p' | sed -n 2p)
works merger erase "$other" --alone --reason asked
has "perhaps" "$(echo "$out" | sed -n '/^perhaps of the same/,/^would/p')" "$twin"
lacks "not a third" "$(echo "$out" | sed -n '/^perhaps of the same/,/^would/p')" \
    "$other"

# The same, whatever the order of syncs and pulls.
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
export_of again two
same_export out two

# What an interviewer said beside the answers; about a name only with names.
[ ! -e "$work/out/remarks.csv" ] || fail "remarks without a remark"
printf '%s\n' yes Mia '!spelt so' Moe m@a.example '!=over the phone' 41 \
    ':end' y >"$work/typed"
run collector 1 ask --language en <"$work/typed"
has "said beside" "$out" "is final"
sync 1
works merger pull
export_of office said
remarks=$(cat "$work/said/remarks.csv")
has "a remark" "$remarks" ",age,remark,'=over the phone"
lacks "about a name" "$remarks" "spelt so"
has "how it ended" "$(cat "$work/said/mini.csv")" ",final,1.1,"
export_of office said --personal
has "about a name" "$(cat "$work/said/remarks.csv")" ",family,remark,spelt so"

# An empty cell that was refused is not one that nobody asked for.
printf '%s\n' yes Ida Moe i@a.example '~r' ':end' y >"$work/typed"
run collector 1 ask --language en <"$work/typed"
has "refused" "$out" "is final"
sync 1
works merger pull
export_of office refused
has "why it is empty" "$(cat "$work/refused/mini.csv")" ",yes,,refused,"

# A question that is only called otherwise: two columns, and one when it is said
# that they are the same; not when a version asks for both.
mkdir "$work/next"
sed -e 's/| integer | age |/| integer | age_years |/' \
    -e 's/{age}/{age_years}/' "$cases/mini.md" >"$work/next/mini.md"
works merger form publish "$work/next/mini.md" --yes
has "what can be done" "$out" "--join OLD=NEW"
sync 1
answer 1 '{".source":"9","agree":"yes","age_years":"77"}'
sync 1
works merger pull
export_of office two
has "two columns" "$(head -1 "$work/two/mini.csv")" ",agree,age_years,age_years.nonresponse,colour,remark,why_red,twice,age,age.nonresponse"
old=$(cut -d, -f1 "$work/two/columns.csv" | sort -u | tr -d '\r' | tr '\n' ' ')
has "tables" "$old" "mini mini-pets mini-pets-toys"
columns() { grep "^mini,$1," "$work/$2/columns.csv" | tr -d '\r'; }
has "the older one" "$(columns age two)" "mini,age,age,integer,Age,"
equal "is in one version" "$(columns age two | wc -w | tr -d ' ')" 1
equal "as the newer" "$(columns age_years two | wc -w | tr -d ' ')" 1
equal "others in both" "$(columns colour two | wc -w | tr -d ' ')" 2
export_of office one --join age=age_years
equal "one column" "$(head -1 "$work/one/mini.csv" | tr -d '\r')" \
    "response,case,state,disposition,device,form_version,last_change,conflicts,same_as,agree,age_years,age_years.nonresponse,colour,remark,why_red,twice"
has "an answer of then" "$(cat "$work/one/mini.csv")" ",yes,30,,red,"
has "an answer of now" "$(cat "$work/one/mini.csv")" ",yes,77,,,"
has "refused then" "$(cat "$work/one/mini.csv")" ",yes,,refused,"
equal "both are told" "$(columns age_years one | cut -d, -f3 | tr '\n' ' ')" \
    "age_years age "
refused 2 "asks for both" merger export csv "$work/none" --join colour=remark
refused 2 "OLD=NEW" merger export csv "$work/none" --join age=nothing
refused 2 "OLD=NEW" merger export csv "$work/none" --join age
refused 2 "OLD=NEW" merger export csv "$work/none" \
    --join age=age_years.nonresponse
[ ! -e "$work/none" ] || fail "a refused export leaves a folder"

# Broken off by the person, with a word at its end; then why it was changed.
printf '%s\n' yes Ada Poe a@b.example 52 ':end' 'b a fire in the house' \
    >"$work/typed"
run collector 1 ask --language en <"$work/typed"
broken=$(collector 1 list | grep 'broken off' | cut -c1-36)
has "shown" "$(collector 1 show "$broken")" "remark: a fire in the house"
sync 1
works merger pull
works merger status --responses
has "in words" "$out" "$broken  broken off"
works merger correct "$broken" age_years=53 --reason "she wrote back"
export_of office ended
row=$(grep "^$broken" "$work/ended/mini.csv")
has "apart from partial" "$row" ",partial,2.12,"
remarks=$(cat "$work/ended/remarks.csv")
has "the end" "$remarks" "$broken,,closing,a fire in the house"
has "the change" "$remarks" "$broken,,correction,she wrote back"
finish
