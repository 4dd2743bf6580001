# Sourced by what the tests of a program share. How the programs tell an absolute
# path: RECOLTE_DRIVE is set for those of Windows, which see this system's files
# there.
path_told() {	# PATH
	if [ -n "${RECOLTE_DRIVE:-}" ]; then
		printf '%s\n' "$RECOLTE_DRIVE$1" | tr / '\\'
	else
		printf '%s\n' "$1"
	fi
}
