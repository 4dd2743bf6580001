-- The merger's index: what has been seen, and where it lies. No answer of
-- anybody stands here: revisions stay sealed in the depot's change sets and are
-- opened in memory when a dataset is made. What is secret is encrypted under a
-- key of its own that the keyring holds ("sealed").

-- Small facts: study, hub, chain, ...
CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;

-- Manifests that were verified, in order; the file as received.
CREATE TABLE manifest (
	version INTEGER PRIMARY KEY,
	hash BLOB NOT NULL,
	file BLOB NOT NULL
);

-- Invitations given out. secret and name are sealed.
CREATE TABLE invitation (
	id BLOB PRIMARY KEY,
	secret BLOB NOT NULL,
	name BLOB NOT NULL,
	expires_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- Requests to join that prove an invitation; admitted by hand.
CREATE TABLE request (
	device TEXT PRIMARY KEY,
	sign BLOB NOT NULL,
	seal BLOB NOT NULL,
	invitation BLOB NOT NULL,
	name BLOB NOT NULL,		-- sealed
	time_ms INTEGER NOT NULL
) WITHOUT ROWID;
-- Two may ask by a copy of one invitation: a person decides between them.
CREATE INDEX request_invitation ON request (invitation);

-- How far each branch has been read.
CREATE TABLE branch (
	side INTEGER NOT NULL,		-- enum depot_side, or SIDE_RECEIPTED
	name TEXT NOT NULL,
	tip TEXT NOT NULL,		-- commit
	PRIMARY KEY (side, name)
) WITHOUT ROWID;

-- Every change set that was seen and verified, whatever became of it.
CREATE TABLE changeset (
	key INTEGER PRIMARY KEY,
	hash BLOB NOT NULL UNIQUE,
	device TEXT NOT NULL,
	chain INTEGER NOT NULL,
	number INTEGER NOT NULL,
	previous BLOB NOT NULL,		-- the hash that it builds on, or zeroes
	commit_id TEXT NOT NULL,
	file TEXT NOT NULL,
	verdict INTEGER NOT NULL,	-- enum verdict in index.h
	reason TEXT NOT NULL,
	receipted INTEGER NOT NULL DEFAULT 0,
	-- key ids of its recipients, and of those whom it was handed over to
	readers BLOB NOT NULL DEFAULT x''
);
CREATE INDEX changeset_by_device ON changeset (device, chain, number);
CREATE INDEX changeset_open ON changeset (verdict, receipted);

-- Entries that hold a revision with a say in the dataset, or a draft that a
-- laptop sent along, which has none.
CREATE TABLE entry (
	changeset INTEGER NOT NULL REFERENCES changeset (key),
	place INTEGER NOT NULL,		-- among the change set's entries
	revision BLOB NOT NULL,		-- id
	record TEXT NOT NULL,
	record_key BLOB NOT NULL,	-- sealed
	kind INTEGER NOT NULL DEFAULT 1,	-- enum entry_kind
	PRIMARY KEY (changeset, place)
) WITHOUT ROWID;
CREATE INDEX entry_by_record ON entry (record);

-- Photos and recordings that were received and can be opened: where they lie.
CREATE TABLE attachment (
	hash BLOB PRIMARY KEY,
	record TEXT NOT NULL,
	commit_id TEXT NOT NULL,
	file TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX attachment_by_record ON attachment (record);

-- Files seen on the hub that are no change set that can be trusted: alarms.
CREATE TABLE alarm (
	branch TEXT NOT NULL,
	commit_id TEXT NOT NULL,
	file TEXT NOT NULL,
	what TEXT NOT NULL,
	PRIMARY KEY (branch, commit_id, file)
) WITHOUT ROWID;

-- Our own change sets: numbered and stored in one transaction, then committed.
CREATE TABLE outbox (
	number INTEGER PRIMARY KEY,
	hash BLOB NOT NULL,
	bytes BLOB NOT NULL,
	subject TEXT NOT NULL,
	committed INTEGER NOT NULL DEFAULT 0
);

-- Records that were erased by this workspace, and why ("sealed"). The manifest
-- says it to everybody; this stays should another coordinator have been faster
-- in writing the next manifest.
CREATE TABLE erasure (
	record TEXT PRIMARY KEY,
	time_ms INTEGER NOT NULL,
	reason BLOB NOT NULL
) WITHOUT ROWID;

-- Revisions that were refused, or let go of, because they are about somebody who
-- was erased though their record is not: what builds on them goes too.
CREATE TABLE gone (
	revision BLOB PRIMARY KEY,
	record TEXT NOT NULL,
	device TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX gone_by_record ON gone (record, device);

-- Small secrets, sealed under the index's own key: the way to the hub, and
-- copies of what was sealed to the coordinators before their key was destroyed.
CREATE TABLE kept (
	name TEXT PRIMARY KEY,
	bytes BLOB NOT NULL
) WITHOUT ROWID;

-- Where exports were written: an erasure names them. The time of those that are
-- older than the last one is negative.
CREATE TABLE exported (
	path TEXT PRIMARY KEY,
	time_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- Files that open a laptop's store, or a backup of it, under a code; or hold
-- drafts for it.
CREATE TABLE handed_out (
	path TEXT PRIMARY KEY,
	device TEXT NOT NULL,
	backup INTEGER NOT NULL,	-- 1: it holds the answers itself;
					-- 2: drafts, which the device opens
	time_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- Requests to join that were refused, and why (a word of receipt.h); told to
-- the laptop with the receipts.
CREATE TABLE refusal (
	device TEXT PRIMARY KEY,
	reason TEXT NOT NULL,
	time_ms INTEGER NOT NULL,
	told INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Copies of the keyring that were given out, and when one was last seen to
-- open (a recovery drill).
CREATE TABLE keyring_export (
	number INTEGER PRIMARY KEY,
	made_ms INTEGER NOT NULL,
	path TEXT NOT NULL,
	drilled_ms INTEGER
);
