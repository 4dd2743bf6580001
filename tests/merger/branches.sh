#!/bin/sh
# Branches on the hub that are rewound, rewritten, deleted or broken.
. "$(dirname "$0")/study.sh"

with_laptops 1
answer 1 '{"agree":"yes","age":"30"}'
sync 1
answer 1 '{"agree":"yes","age":"31"}'
sync 1
works merger pull
equal responses "$(figure responses)" 2
export_of office before
branch=$(branch_of 1)
tip=$(git -C "$work/hub.git" rev-parse "$branch")
hub() { git -C "$work/hub.git" -c user.name=x -c user.email=x@x.example "$@"; }

unharmed() {	# WHAT
	equal "$1: responses" "$(figure responses)" 2
	export_of office after
	same_export before after
}

hub update-ref "refs/heads/$branch" "$tip~1"
works merger pull
equal "rewound: status" "$status" 1
has rewound "$err" "$branch: the hub is behind"
has rewound "$out" "1 branch put back on the hub"
equal "rewound: put back" "$(hub rev-parse "$branch")" "$tip"
unharmed rewound
works merger pull
equal "rewound: at peace" "$out" "nothing new"

# Rewritten: another commit with the second change set on the first commit.
tree=$(hub rev-parse "$tip^{tree}")
other=$(hub commit-tree -p "$tip~1" -m "another hand" "$tree")
hub update-ref "refs/heads/$branch" "$other"
works merger pull
equal "rewritten: status" "$status" 1
has rewritten "$err" "was rewritten; both sides are kept"
unharmed rewritten

hub update-ref -d "refs/heads/$branch"
works merger pull
equal "deleted: status" "$status" 1
has deleted "$err" "$branch: is gone from the hub"
equal "deleted: put back" "$(hub rev-parse "$branch")" "$tip"
unharmed deleted

# A hub that does not take it is told so, and pulled from all the same.
hub update-ref -d "refs/heads/$branch"
mkdir -p "$work/hub.git/refs/heads/$branch/in/the/way"
: >"$work/hub.git/refs/heads/$branch/in/the/way.lock"
works merger pull
equal "refused: status" "$status" 1
has refused "$err" "$branch: cannot be put back on the hub; the next pull"
rm -r "$work/hub.git/refs/heads/$branch"
works merger pull
equal "and later" "$(hub rev-parse "$branch")" "$tip"

# Laptops' requests too, and all of it when the hub is a new one.
hub for-each-ref --format='%(refname) %(objectname)' >"$work/refs"
git init -q --bare "$work/new.git"
git -C "$work/new.git" symbolic-ref HEAD refs/heads/main
run merger pull --hub "$work/new.git" </dev/null
equal "asks first" "$status" 1
has "asks first" "$out" "new.git: no study lies there; this one would be put"
equal "nothing is put there" "$(git -C "$work/new.git" for-each-ref)" ""
run merger pull --hub "$work/new.git" --yes
has "a new hub" "$out" "branches put back on the hub"
git -C "$work/new.git" for-each-ref --format='%(refname) %(objectname)' \
    >"$work/refs.new"
equal "a new hub has all that is laptops'" \
    "$(grep -E 'heads/(device|enrol)/' "$work/refs.new")" \
    "$(grep -E 'heads/(device|enrol)/' "$work/refs")"
works merger_at third init --hub "$work/new.git" --keys "$work/office/keys"
works merger_at third pull
equal "a new hub: the same dataset" "$(figure digest third)" "$(figure digest)"
works merger pull --hub "$work/hub.git"
lacks "an old hub has its own" "$out" "put back"

# A laptop heals its branch by itself.
answer 1 '{"agree":"yes","age":"32"}'
sync 1
works merger pull
equal healed "$(figure responses)" 3

# A commit whose blob is missing, and one without any sense.
branch=$(branch_of 1)
tip=$(hub rev-parse "$branch")
blob=$(echo lost | hub hash-object -w --stdin)
tree=$(printf '100644 blob %s\t00000009.cs\n' "$blob" | hub mktree)
rm -f "$work/hub.git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" |
    cut -c3-)"
hub update-ref "refs/heads/$branch" "$(hub commit-tree -p "$tip" -m x "$tree")"
works merger pull
equal "missing blob: status" "$status" 1
has "missing blob" "$err" "$branch: is damaged"
equal "missing blob: responses" "$(figure responses)" 3
hub update-ref "refs/heads/$branch" "$tip"
works merger pull
works merger pull
equal "at peace again" "$out" "nothing new"
fsck "$work/office/depot"

answer 1 '{"agree":"yes","age":"33"}'
sync 1
# A manifest that nobody signed, on main: it is said, and interviews go on.
main=$(hub rev-parse main)
hub show main:manifest/00000003 >"$work/manifest"
blob=$(sed 's/"time"/"tame"/' "$work/manifest" | hub hash-object -w --stdin)
folder=$({ hub ls-tree main:manifest
    printf '100644 blob %s\t00000004\n' "$blob"; } | hub mktree)
tree=$(hub ls-tree main | sed "s/^040000 tree [0-9a-f]*\tmanifest$/040000 tree $folder\tmanifest/" |
    hub mktree)
hub update-ref refs/heads/main "$(hub commit-tree -p "$main" -m x "$tree")"
works merger pull
equal "forged manifest: status" "$status" 1
has "forged manifest" "$err" "main: manifest/00000004:"
has "forged manifest" "$err" "goes on with the last good manifest"
equal "forged manifest: manifest" "$(figure manifest)" 3
equal "forged manifest: responses" "$(figure responses)" 4
hub update-ref refs/heads/main "$main"
works merger pull
equal "after it: responses" "$(figure responses)" 4
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
equal "after it: a new workspace" "$(figure digest again)" "$(figure digest)"
finish
