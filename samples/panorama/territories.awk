# territories.awk - the choice lists of territories, from the State's tables
# of communes and EPCI. POSIX awk.
#
#   awk -v list=LIST -f territories.awk EPCI.csv COMMUNES.csv
#
# LIST is communes, epci, departements or contrats.
# EPCI.csv:     siren,nom,type,...
# COMMUNES.csv: code_insee,nom,departement,departement_nom,epci_siren,...
# name is the code (INSEE, SIREN), label what is read. An EPCI that lies in two
# départements has both codes in "departements", the one with most of its
# communes first, and so is offered under either.

# The next field of a line of CSV; rest keeps what follows it.
function field(out)
{
	if (substr(rest, 1, 1) != "\"") {
		out = rest
		sub(/,.*/, "", out)
		rest = substr(rest, length(out) + 2)
		return out
	}
	match(rest, /^"([^"]|"")*"/)
	out = substr(rest, 2, RLENGTH - 2)
	rest = substr(rest, RLENGTH + 2)
	gsub(/""/, "\"", out)
	return out
}

function quoted(text)
{
	if (text !~ /[",]/)
		return text
	gsub(/"/, "\"\"", text)
	return "\"" text "\""
}

function read_epci(siren)
{
	siren = field()
	sirens[++epci_count] = siren
	epci_name[siren] = field()
	epci_type[siren] = field()
}

function read_commune(i)
{
	i = ++commune_count
	code[i] = field()
	label[i] = field()
	departement[i] = field()
	if (!(departement[i] in departement_name))
		departements[++departement_count] = departement[i]
	departement_name[departement[i]] = field()
	epci[i] = field()
	homonyms[label[i]]++
	communes_in[epci[i], departement[i]]++
}

# Sort keys[1..n] by what they are called, whatever the case of the letters.
function sort_by_name(keys, n, names, i, j, key)
{
	for (i = 2; i <= n; i++) {
		key = keys[i]
		for (j = i - 1; j > 0 && \
		    tolower(names[keys[j]]) > tolower(names[key]); j--)
			keys[j + 1] = keys[j]
		keys[j + 1] = key
	}
}

# The codes of an EPCI's départements, the one with most communes first.
function departements_of(siren, i, code, count, codes, most)
{
	for (i = 1; i <= departement_count; i++) {
		code = departements[i]
		count = communes_in[siren, code] + 0
		if (count == 0)
			continue
		codes = count > most + 0 ? code " " codes : codes code " "
		most = count > most + 0 ? count : most
	}
	sub(/ $/, "", codes)
	return codes
}

function print_communes(i, suffix)
{
	print "name,label,departement,epci"
	for (i = 1; i <= commune_count; i++) {
		suffix = homonyms[label[i]] > 1 ? " (" departement[i] ")" : ""
		print code[i] "," quoted(label[i] suffix) "," departement[i] \
		    "," epci[i]
	}
}

function print_epci(i)
{
	print "name,label,departements"
	for (i = 1; i <= epci_count; i++)
		print sirens[i] "," quoted(epci_name[sirens[i]]) "," \
		    departements_of(sirens[i])
}

function print_departements(i)
{
	print "name,label"
	for (i = 1; i <= departement_count; i++)
		print departements[i] "," quoted(departement_name[departements[i]])
}

# A stand-in for the list of contrats de ville, which no table here holds: one
# for each communauté d'agglomération, communauté urbaine and métropole.
function print_contrats(i, all)
{
	print "name,label,departements"
	for (i = 1; i <= epci_count; i++)
		if (epci_type[sirens[i]] ~ /^(CA|CU|METRO)$/)
			print "cdv_" sirens[i] "," \
			    quoted(epci_name[sirens[i]]) "," \
			    departements_of(sirens[i])
	for (i = 1; i <= departement_count; i++)
		all = all (i > 1 ? " " : "") departements[i]
	print "other,Autre contrat de ville," all
}

FNR == 1 {
	file++
	next
}

{
	sub(/\r$/, "")
	rest = $0
	if (file == 1)
		read_epci()
	else
		read_commune()
}

END {
	sort_by_name(sirens, epci_count, epci_name)
	sort_by_name(departements, departement_count, departement_name)
	if (list == "communes")
		print_communes()
	else if (list == "epci")
		print_epci()
	else if (list == "departements")
		print_departements()
	else
		print_contrats()
}
