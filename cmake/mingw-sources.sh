# Sources of Debian's packages, for cmake/mingw-libraries.sh, which sources this
# file and says in $deps where they go.
sources_seconds=120	# a server may fall silent

apt_run() {	# TOOL ARGUMENTS...
	tool=$1
	shift
	timeout "$sources_seconds" "$tool" -o Dir::Etc::SourceList=/dev/null \
	    -o Dir::Etc::SourceParts="$deps/apt/parts" \
	    -o Dir::State::Lists="$deps/apt/lists" \
	    -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache= \
	    -o APT::Sandbox::User="$(id -un)" "$@"
}

# apt with lists of its own: the machine's may name no sources, and are not
# ours to change. Where the sources are is read from the machine's entries.
apt_prepare() {
	mkdir -p "$deps/apt/parts" "$deps/apt/lists/partial"
	for file in /etc/apt/sources.list.d/*.sources; do
		[ -f "$file" ] || continue
		awk 'BEGIN { RS = ""; ORS = "\n\n" }
		    /debian|ubuntu/ && !/Enabled: *no/ {
			sub(/Types:[^\n]*/, "Types: deb-src")
			print
		    }' "$file"
	done >"$deps/apt/parts/all.sources"
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -f "$file" ] || continue
		sed -n '/debian\|ubuntu/s/^deb /deb-src /p' "$file"
	done >"$deps/apt/parts/all.list"
	apt_run apt-get -qq update >"$deps/log/apt" 2>&1 ||
	    echo "apt's lists are not up to date: see $deps/log/apt" >&2
}

# The newest version that can be had: a mirror may lag behind its own index.
source_fetch() {	# PACKAGE, unpacked below $deps/src/PACKAGE
	rm -rf "${deps:?}/src/$1"
	mkdir -p "$deps/src/$1"
	cd "$deps/src/$1"
	apt_run apt-cache showsrc "$1" |
	    sed -n "/^Package: $1\$/,/^\$/s/^Version: //p" | sort -rVu >versions
	while read -r version; do
		apt_run apt-get -qq source "$1=$version" && return
		echo "$1 $version could not be had"
	done <versions
	echo "no source of $1"
	return 1
}
