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
alter table study add column backup_ms integer;
alter table study add column refused text not null default '';

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
