#!/bin/sh
# Cases in Chromium: browser.sh NAME...   (cases/NAME.mjs)
# COLLECTOR, MERGER and FORMSPEC name the programs; MODULES is the folder into
# which tests/run.sh has put what package.json names. Skipped (77) without.
# BROWSER_PICTURES=FOLDER keeps a picture of every screen.
set -u
here=$(cd "$(dirname "$0")" && pwd)
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser)} || {
	echo 'skipped: there is no chromium'
	exit 77
}
command -v node >/dev/null || { echo 'skipped: there is no node'; exit 77; }
BROWSER_MODULES=${BROWSER_MODULES:-$MODULES}
[ -d "$BROWSER_MODULES/node_modules/playwright-core" ] || {
	echo 'skipped: playwright-core is not there (tests/run.sh installs it)'
	exit 77
}
export CHROMIUM BROWSER_MODULES
exec node "$here/run.mjs" "$@"
