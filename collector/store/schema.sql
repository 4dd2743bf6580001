-- The collector's store: the source of truth of one laptop in one study.
--
-- A column named *_sealed holds a nonce of 24 bytes and the XChaCha20-Poly1305
-- of its content under the store key, bound to table, column and row: answers
-- never lie in this file in the clear. Times are milliseconds since 1970, UTC.
-- A chain is written as 16 hexadecimal digits. This is version 2; schema_2.sql
-- leads to it from version 1.

-- One row, made by `join`.
create table study (
	one integer primary key check (one = 1),
	id blob not null,		-- hash of the first manifest
	device text not null,		-- our device id
	sign_public blob not null,
	seal_public blob not null,
	keyfile blob not null,		-- the store key, under the passphrase
	sign_sealed blob not null,	-- our secret keys
	seal_sealed blob not null,
	hub text not null,		-- '' when nobody said where
	enrolment blob not null,	-- the request, as it travels
	joined_ms integer not null,
	synced_ms integer,		-- last time the hub was reached
	frame blob,			-- hash of the frame that was taken
	phase text not null default 'field',	-- training, pilot or field
	machine blob,			-- hash of the computer's id, and of
	place blob,			-- this file's; else it is a copy
	escrow blob,			-- the store key for the coordinators
	escrow_to blob,			-- hash of those whom it is sealed to
	access_sealed blob,		-- what opens the hub, access.h
	interviewer_sealed blob,	-- who asks: a name
	backup_ms integer,		-- when the last backup was made
	refused text not null default '',	-- why we are not admitted
	down_manifest integer not null default 0, -- the newest word sent
	down_number integer not null default 0,	-- down that was taken, and
	down blob			-- the hash of its envelope
);

-- Every manifest that was verified, each against the one before.
create table manifest (
	version integer primary key,
	file blob not null
);

-- Form packages (kit/record/package.h), named by their hash.
create table form (
	version blob primary key,
	name text not null,
	package blob not null
) without rowid;

-- The sample frame, as far as it is sealed to us.
create table sample (
	id text primary key,		-- a case's UUID
	fields_sealed blob not null	-- canonical JSON { PATH: VALUE }
) without rowid;

-- An interview. `tip` is its newest revision; a draft has none yet, or is
-- what will become the next.
create table response (
	id text primary key,		-- UUID
	form blob not null references form (version),
	state text not null,		-- of the tip; 'draft' without one
	created_ms integer not null,
	changed_ms integer not null,
	key_sealed blob not null,	-- the record's key
	label_sealed blob not null,	-- canonical JSON { case, declined, name }
	fields_sealed blob,		-- fields as of the tip
	draft_sealed blob,		-- canonical JSON { at, fields }
	tip blob,
	purged_ms integer,		-- since then *_sealed are empty but
					-- for the case: the coordinators have
					-- it, we do not
	checkpoint blob			-- hash of the draft_sealed that was
) without rowid;			-- sent along last

-- Revisions in the order of their making; packed once chain is set.
create table revision (
	place integer primary key,
	id blob not null unique,
	response text not null references response (id),
	bytes_sealed blob not null,
	corrects integer not null,	-- 0 the first of its response
	chain text,
	number integer,
	foreign key (chain, number) references changeset (chain, number)
);
create index revision_response on revision (response);
create index revision_changeset on revision (chain, number);

-- Photos and recordings, already sealed under a key that derives from the
-- record's (kit/exchange/attachment.h). A field ".file/..." of the response
-- names the hash; packed, like revisions, once chain is set. bytes is empty once
-- they are merged and let go of.
create table attachment (
	hash blob primary key,
	response text not null,
	made_ms integer not null,
	chain text,
	number integer,
	bytes blob not null,
	foreign key (chain, number) references changeset (chain, number)
);
create index attachment_response on attachment (response);
create index attachment_changeset on attachment (chain, number);

-- What this laptop wrote about a case: attempts to reach somebody, people who
-- were met and are in no sample. `tip` is the newest revision.
create table contact (
	id text primary key,		-- the case's UUID
	key_sealed blob not null,	-- the record's key, as we use it
	fields_sealed blob not null,	-- canonical JSON: all that we wrote
	tip blob not null
) without rowid;

-- Its revisions, as in the table `revision`; bytes_sealed is empty once they
-- are merged and let go of.
create table contact_revision (
	place integer primary key,
	id blob not null unique,
	contact text not null references contact (id),
	bytes_sealed blob not null,
	chain text,
	number integer,
	foreign key (chain, number) references changeset (chain, number)
);
create index contact_revision_contact on contact_revision (contact);
create index contact_revision_changeset on contact_revision (chain, number);

-- What the coordinators send down to this laptop alone (kit/record/downward.h):
-- how a case stands, and what they corrected in our responses. `known` once a
-- revision of ours builds on the correction.
create table down_case (
	id text primary key,
	said_sealed blob not null	-- canonical JSON, as it came
) without rowid;
create table correction (
	id blob primary key,		-- the coordinator's revision
	response text not null,
	place integer not null,		-- in the order of what counts
	said_sealed blob not null,	-- canonical JSON, as it came
	known integer not null default 0
) without rowid;
create index correction_response on correction (response);

-- Our runs of change sets; the open one is the last, the others take no more.
create table chain (
	place integer primary key,
	id text not null unique,
	opened_ms integer not null,
	continues text,			-- what the first change set names
	continues_number integer,
	continues_hash blob,
	open integer not null default 1	-- 0: found ahead of us, or diverged
);

-- The transaction that gives a number also keeps the final bytes: a number is
-- never encoded twice. What the depot lacks is committed again from here.
create table changeset (
	chain text not null references chain (id),
	number integer not null,
	hash blob not null,
	bytes blob not null,
	subject text not null,		-- of its commit
	made_ms integer not null,
	delivered_ms integer,		-- seen on the hub
	verdict text not null default '',	-- 'merged', 'aside'
	reason text not null default '',
	receipt_ms integer,
	primary key (chain, number)
) without rowid;

-- Branches of the hub that were read up to a commit.
create table seen (
	branch text primary key,
	tip text not null
) without rowid;
