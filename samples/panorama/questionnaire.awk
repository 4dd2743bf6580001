# questionnaire.awk - from questionnaire.txt to the Markdown tables that
# formspec and pyxform read. POSIX awk; see the head of questionnaire.txt.

# A column of the survey sheet: how the source calls it, its heading.
function column(key, heading)
{
	keys[++key_count] = key
	headings[key_count] = heading
	known[key] = 1
}

BEGIN {
	FRENCH = "Français (fr)"
	ENGLISH = "English (en)"
	column("type", "type")
	column("name", "name")
	column("fr", "label::" FRENCH)
	column("en", "label::" ENGLISH)
	column("hint.fr", "hint::" FRENCH)
	column("hint.en", "hint::" ENGLISH)
	column("required", "required")
	column("missing.fr", "required_message::" FRENCH)
	column("missing.en", "required_message::" ENGLISH)
	column("relevant", "relevant")
	column("constraint", "constraint")
	column("error.fr", "constraint_message::" FRENCH)
	column("error.en", "constraint_message::" ENGLISH)
	column("calculation", "calculation")
	column("choice_filter", "choice_filter")
	column("default", "default")
	column("appearance", "appearance")
	column("role", "bind::recolte:role")
	column("personal", "bind::recolte:personal")
}

function fail(line, message)
{
	failed = 1
	print FILENAME ":" line ": " message | "cat 1>&2"
	exit 1
}

# A French text: no line may break before ? ! : ; % or inside « ».
function harden(text, head)
{
	gsub(/ [?]/, "\302\240?", text)
	gsub(/ !/, "\302\240!", text)
	gsub(/ :/, "\302\240:", text)
	gsub(/ ;/, "\302\240;", text)
	gsub(/ %/, "\302\240%", text)
	gsub(/« /, "«\302\240", text)
	gsub(/ »/, "\302\240»", text)
	head = ""
	while (match(text, /[0-9] [0-9][0-9][0-9]/)) {
		head = head substr(text, 1, RSTART) "\302\240"
		text = substr(text, RSTART + 2)
	}
	return head text
}

# What the word after an @ stands for in a text of that language.
function meaning(word, language, line)
{
	if ((word language) in defined)
		return defined[word language]
	if (word in defined)
		return defined[word]
	fail(line, "@" word language " is not defined")
}

# The text with every @word replaced; definitions may hold others.
function expand(text, language, line, head, word)
{
	head = ""
	while (match(text, /@[a-z_]+/)) {
		word = substr(text, RSTART + 1, RLENGTH - 1)
		head = head substr(text, 1, RSTART - 1)
		text = meaning(word, language, line) substr(text, RSTART + RLENGTH)
	}
	return head text
}

function cell(text, language, line)
{
	if (index(text, "|"))
		fail(line, "no text may hold a vertical bar")
	text = expand(text, language, line)
	return language == ".fr" ? harden(text) : text
}

# The language of a key: ".fr", ".en" or "".
function language_of(key)
{
	if (key ~ /(^|[.])fr$/)
		return ".fr"
	return key ~ /(^|[.])en$/ ? ".en" : ""
}

# "- name | fr | en | kinds"
function read_choice(text, parts, n, list, i)
{
	n = split(text, parts, /[ \t]*[|][ \t]*/)
	if (n < 3 || n > 4)
		fail(NR, "a choice is: - name | fr | en | kinds of structure")
	split(value[row, "type"], words, " ")
	list = words[2]
	if (!(list in seen_list)) {
		seen_list[list] = row
		lists[++list_count] = list
	}
	if (seen_list[list] != row)
		fail(NR, "list " list " already has its choices, above")
	i = ++choice_count[list]
	choice[list, i, "line"] = NR
	choice[list, i, "name"] = parts[1]
	choice[list, i, "fr"] = parts[2]
	choice[list, i, "en"] = parts[3]
	choice[list, i, "kinds"] = n == 4 ? parts[4] : ""
}

/^[ \t]*(#|$)/ {
	next
}

# A new row, or one of the two sections.
/^[^ \t]/ {
	key = ""
	section = "row"
	if (NF == 1) {
		section = $1
		if (section != "define" && section != "settings")
			fail(NR, "a row is: type name")
		next
	}
	row++
	row_line[row] = NR
	value[row, "name"] = $NF
	sub(/[ \t]+[^ \t]+[ \t]*$/, "")
	value[row, "type"] = $0
	next
}

/^  - / {
	key = ""
	read_choice(substr($0, 5))
	next
}

# A column of the row; deeper than two spaces: the value above goes on.
{
	text = $0
	if (text !~ /^   /) {
		key = $1
		sub(/^[ \t]*[^ \t]+/, "", text)
		if (section == "row" && !(key in known))
			fail(NR, "unknown key \"" key "\"")
		if (section == "settings")
			setting_names[++setting_count] = key
	} else if (key == "")
		fail(NR, "nothing to continue here")
	sub(/^[ \t]+/, "", text)
	if (section == "define")
		defined[key] = join(defined[key], text)
	else if (section == "settings")
		setting[key] = join(setting[key], text)
	else
		value[row, key] = join(value[row, key], text)
}

function join(before, text)
{
	return before == "" ? text : before " " text
}

# What every row may leave unsaid.
function complete(r)
{
	if (value[r, "required"] != "" && value[r, "missing.fr"] == "") {
		value[r, "missing.fr"] = "@missing"
		value[r, "missing.en"] = "@missing"
	}
	if ((value[r, "fr"] == "") != (value[r, "en"] == ""))
		fail(row_line[r], value[r, "name"] " needs both fr and en")
}

function print_survey(r, i, line)
{
	print "| survey |"
	line = "| |"
	for (i = 1; i <= key_count; i++)
		line = line " " headings[i] " |"
	print line
	for (r = 1; r <= row; r++) {
		complete(r)
		line = "| |"
		for (i = 1; i <= key_count; i++)
			line = line " " cell(value[r, keys[i]],
			    language_of(keys[i]), row_line[r]) " |"
		print line
	}
}

function print_choices(l, i, list, at)
{
	print "| choices |"
	print "| | list_name | name | label::" FRENCH " | label::" ENGLISH \
	    " | kinds |"
	for (l = 1; l <= list_count; l++) {
		list = lists[l]
		for (i = 1; i <= choice_count[list]; i++) {
			at = choice[list, i, "line"]
			print "| | " list " | " choice[list, i, "name"] " | " \
			    cell(choice[list, i, "fr"], ".fr", at) " | " \
			    cell(choice[list, i, "en"], ".en", at) " | " \
			    choice[list, i, "kinds"] " |"
		}
	}
}

function print_settings(i, names, values)
{
	names = values = "| |"
	for (i = 1; i <= setting_count; i++) {
		names = names " " setting_names[i] " |"
		values = values " " setting[setting_names[i]] " |"
	}
	print "| settings |"
	print names
	print values
}

END {
	if (failed)
		exit 1
	print_survey()
	print ""
	print_choices()
	print ""
	print_settings()
}
