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
unharmed rewound

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
unharmed deleted

# The laptop heals its branch at the next sync.
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
tree=$(printf '100644 blob %s\t..\n' "$(echo x | hub hash-object -w --stdin)" |
    hub mktree 2>/dev/null) || tree=
if [ -n "$tree" ]; then
	hub update-ref "refs/heads/$branch" \
	    "$(hub commit-tree -p "$tip" -m x "$tree")"
	works merger pull
	equal "name: status" "$status" 1
	equal "name: responses" "$(figure responses)" 3
fi
hub update-ref "refs/heads/$branch" "$tip"
works merger pull
works merger pull
equal "at peace again" "$out" "nothing new"
fsck "$work/office/depot"
finish
