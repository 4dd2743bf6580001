-- From version 1 of the index to version 2. What stands here stands in
-- schema.sql too: an index that was migrated has the columns of a new one. It
-- is brought over rather than made again: after `merger close` nothing but the
-- index has the records' keys, and open invitations stand nowhere else.

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

-- Where exports were written: an erasure names them.
CREATE TABLE exported (
	path TEXT PRIMARY KEY,
	time_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- Files that open a laptop's store, or a backup of it, under a code.
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

-- Who can read a change set: the key ids of its recipients, and of those whom
-- it was handed over to; nothing where nobody has looked yet.
ALTER TABLE changeset ADD COLUMN readers BLOB NOT NULL DEFAULT x'';

ALTER TABLE entry ADD COLUMN kind INTEGER NOT NULL DEFAULT 1;

-- Photos and recordings that were received and can be opened: where they lie.
CREATE TABLE attachment (
	hash BLOB PRIMARY KEY,
	record TEXT NOT NULL,
	commit_id TEXT NOT NULL,
	file TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX attachment_by_record ON attachment (record);
