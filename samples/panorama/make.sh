#!/bin/sh
# make.sh - from the source to the questionnaire and its lists; README.md says
# when to run what. POSIX sh and awk, plus formspec for the workbook.
#
#   ./make.sh               panorama.md and panorama.xlsx from questionnaire.txt
#   ./make.sh check         is panorama.md what questionnaire.txt says?
#   ./make.sh lists DIR     communes.csv, epci.csv, departements.csv
#   ./make.sh contrats DIR  contrats.csv, the stand-in: REPLACES your own list
#
# DIR holds hauts-de-france-communes.csv and hauts-de-france-epci.csv; without
# it, shared/data beside the repository. FORMSPEC names the program when it is
# not in the PATH.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")"
formspec=${FORMSPEC:-formspec}
data=${2:-../../../shared/data}

make_markdown()
{
	awk -f questionnaire.awk questionnaire.txt > "$1"
}

# A file takes its place only when it is whole.
make_list()
{
	awk -v list="$1" -f territories.awk \
	    "$data/hauts-de-france-epci.csv" \
	    "$data/hauts-de-france-communes.csv" > "$1.csv.tmp"
	mv "$1.csv.tmp" "$1.csv"
}

case ${1:-all} in
all)
	make_markdown panorama.md.tmp
	mv panorama.md.tmp panorama.md
	if ! command -v "$formspec" >/dev/null; then
		echo "make.sh: no formspec: panorama.xlsx is not made" \
		    "(put it in the PATH, or name it in FORMSPEC)" >&2
		exit 1
	fi
	"$formspec" check panorama.md
	"$formspec" convert panorama.md panorama.xlsx
	;;
check)
	make_markdown panorama.md.tmp
	if ! cmp -s panorama.md panorama.md.tmp; then
		rm panorama.md.tmp
		echo "make.sh: panorama.md is older than questionnaire.txt:" \
		    "run make.sh" >&2
		exit 1
	fi
	rm panorama.md.tmp
	;;
lists)
	make_list departements
	make_list epci
	make_list communes
	;;
contrats)
	make_list contrats
	;;
*)
	sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
