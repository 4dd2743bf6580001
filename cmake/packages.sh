# What is needed to build, and how to get it. Sourced by tests/run.sh and
# samples/demo.sh: `packages_need SET`, SET being build, test, windows, wine or
# fuzz.

packages_build="build-essential cmake ninja-build pkg-config git
libsqlite3-dev libgit2-dev zlib1g-dev libcjson-dev libsodium-dev
libexpat1-dev libmicrohttpd-dev libreadstat-dev nettle-dev
libpcre2-dev libutf8proc-dev"
# The servers of tests/network and the file system of sticks; what is missing
# where it is installed otherwise is skipped.
packages_test="lighttpd lighttpd-mod-openssl openssh-server openssh-client
openssl tinyproxy exfat-fuse exfatprogs faketime"
packages_windows="gcc-mingw-w64-x86-64 dpkg-dev make tcl perl curl"
packages_wine="wine wine64"
packages_fuzz="clang"

# How to look for it, then its package for Homebrew, dnf, pacman and MSYS2
# (there with mingw-w64-ucrt-x86_64- in front). "tool:" is a program, anything
# else a name of pkg-config; "-" comes with the system.
packages_table='
tool:cc      -             gcc                  base-devel     gcc
tool:cmake   cmake         cmake                cmake          cmake
tool:ninja   ninja         ninja-build          ninja          ninja
tool:pkg-config pkg-config pkgconf              pkgconf        pkgconf
tool:git     git           git                  git            -
sqlite3      sqlite        sqlite-devel         sqlite         sqlite3
libgit2      libgit2       libgit2-devel        libgit2        libgit2
zlib         zlib          zlib-devel           zlib           zlib
libcjson     cjson         cjson-devel          cjson          cjson
libsodium    libsodium     libsodium-devel      libsodium      libsodium
expat        expat         expat-devel          expat          expat
libmicrohttpd libmicrohttpd libmicrohttpd-devel libmicrohttpd  libmicrohttpd
readstat     readstat      readstat-devel       readstat(AUR)  readstat
libpcre2-8   pcre2         pcre2-devel          pcre2          pcre2
libutf8proc  utf8proc      utf8proc-devel       libutf8proc    libutf8proc
nettle       nettle        nettle-devel         nettle         nettle'

# Not used by what is built today, so nobody is stopped for them.
packages_later="readstat"

packages_is_here() {	# ROW'S FIRST WORD
	case $1 in
	tool:*) command -v "${1#tool:}" >/dev/null 2>&1 ;;
	*) pkg-config --exists "$1" 2>/dev/null ;;
	esac
}

# Other systems: name what is missing, in four package managers' words.
packages_elsewhere() {
	wanted= brew= dnf= pacman= msys=
	while read -r what b d p m; do
		[ -n "$what" ] || continue
		case " $packages_later " in *" $what "*) continue ;; esac
		packages_is_here "$what" && continue
		wanted="$wanted ${what#tool:}"
		[ "$b" = - ] || brew="$brew $b"
		[ "$d" = - ] || dnf="$dnf $d"
		[ "$p" = - ] || pacman="$pacman $p"
		[ "$m" = - ] || msys="$msys mingw-w64-ucrt-x86_64-$m"
	done <<END
$packages_table
END
	[ -z "$wanted" ] && return 0
	cat >&2 <<END
missing:$wanted
please install what is missing, then run this again:
  macOS, Homebrew   brew install$brew
  Fedora, dnf       dnf install$dnf
  Arch, pacman      pacman -S$pacman
  Windows, MSYS2    pacman -S$msys
END
	exit 5
}

packages_missing() {
	for p in $1; do
		dpkg-query -W -f '${Status}' "$p" 2>/dev/null |
		    grep -q 'ok installed' || printf '%s ' "$p"
	done
}

packages_need() {
	eval "wanted=\$packages_$1"
	if ! command -v apt-get >/dev/null; then
		packages_elsewhere
		case $1 in build | test) return 0 ;; esac
		echo "this needs Debian or Ubuntu: $wanted" >&2
		exit 5
	fi
	missing=$(packages_missing "$wanted")
	[ -z "$missing" ] && return 0
	if [ "$(id -u)" = 0 ]; then
		as_root=
	elif command -v sudo >/dev/null; then
		as_root=sudo
	else
		echo "missing, and there is no sudo to install them: $missing" >&2
		exit 5
	fi
	echo "installing with apt: $missing" >&2
	# The list of packages may be old or absent: refresh it first.
	$as_root apt-get update -q >/dev/null || true
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
	    --no-install-recommends $missing >/dev/null || {
		echo "apt could not install: $missing" >&2
		exit 5
	}
}

# A browser and what drives it, into FOLDER: tests/browser/browser.sh. Nobody
# is stopped by their absence; tests are skipped then.
packages_browser() {	# FOLDER
	wanted=
	for tool in chromium:chromium node:nodejs npm:npm; do
		command -v "${tool%:*}" >/dev/null || wanted="$wanted ${tool#*:}"
	done
	if [ -n "$wanted" ]; then
		packages_chromium=$wanted
		(command -v apt-get >/dev/null && packages_need chromium) || {
			echo "no browser for tests, missing:$wanted" >&2
			return 0
		}
	fi
	mkdir -p "$1"
	cmp -s tests/browser/package.json "$1/installed" && return 0
	cp tests/browser/package.json "$1/package.json"
	npm install --prefix "$1" --no-package-lock --no-audit --no-fund \
	    --ignore-scripts >"$1/npm.log" 2>&1 || {
		tail -3 "$1/npm.log" >&2
		return 0
	}
	cp "$1/package.json" "$1/installed"
}
