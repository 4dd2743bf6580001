#!/bin/sh
# The layering test must fail where a layer is broken: each kind of breach is
# made in a small tree of its own and has to be named.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/kit/base" "$tree/kit/exchange" "$tree/kit/record" \
    "$tree/formspec" "$tree/collector/store" "$tree/merger/dataset" "$tree/merger/attic"
passed=0

breach() {	# FILE LINE EXPECTED
	printf '%s\n' "$2" > "$tree/$1"
	if out=$(sh "$here/layering.sh" "$tree"); then
		echo "not noticed: $1: $2"
		exit 1
	fi
	case $out in
	*"$3"*) passed=$((passed + 1)) ;;
	*) echo "expected \"$3\", saw: $out"; exit 1 ;;
	esac
	rm "$tree/$1"
}

printf '#include "kit/base/b.h"\n#include <zlib.h>\n' > "$tree/kit/base/a.c"
sh "$here/layering.sh" "$tree" > /dev/null
breach kit/base/x.c '#include "formspec/form.h"' 'kit/base may not include'
breach formspec/x.c '#include "kit/exchange/depot.h"' 'formspec may not include'
breach kit/exchange/x.h '#include "kit/record/merge.h"' 'may not include'
breach collector/x.c '#include "merger/x.h"' 'collector may not include'
breach collector/store/x.c '#include "collector/sync/pack.h"' 'above it'
breach merger/dataset/x.c '#include "merger/cases/frame.h"' 'above it'
breach merger/x.c '#include "merger/workspace/index.h"' 'above it'
breach merger/dataset/x.c '#include "merger/attic/x.h"' 'without a rank'
breach merger/x.c '# include "collector/store/store.h"' 'merger may not include'
breach merger/x.c '#include <zlib.h>' 'included by kit/base/a.c already'
breach merger/x.c '#include <unistd.h>' 'not portable C11'
breach merger/x.c '#ifdef _WIN32' 'asks which system'
echo "$passed passed, 0 failed"
