-- From version 1 of the store to version 2. What stands here stands in
-- schema.sql too: a store that was migrated has the columns of a new one.

alter table study add column phase text not null default 'field';
-- A store of version 1 does not say in which phase it was joined.
update study set phase = coalesce((select json_extract(
    substr(cast(file as text), 1, instr(cast(file as text), char(10)) - 1),
    '$.phase') from manifest order by version desc limit 1), 'field');
alter table study add column machine blob;
alter table study add column place blob;
alter table study add column escrow blob;
alter table study add column escrow_to blob;
alter table study add column access_sealed blob;
alter table study add column interviewer_sealed blob;
alter table study add column backup_ms integer;
alter table study add column refused text not null default '';
alter table study add column down_manifest integer not null default 0;
alter table study add column down_number integer not null default 0;
alter table study add column down blob;

alter table response add column purged_ms integer;
alter table response add column checkpoint blob;

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

create table contact (
	id text primary key,
	key_sealed blob not null,
	fields_sealed blob not null,
	tip blob not null
) without rowid;

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

create table down_case (
	id text primary key,
	said_sealed blob not null
) without rowid;
create table correction (
	id blob primary key,
	response text not null,
	place integer not null,
	said_sealed blob not null,
	known integer not null default 0
) without rowid;
create index correction_response on correction (response);
