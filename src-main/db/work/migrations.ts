import type { Migration } from '../open.ts'

/** `work.db` is never rebuilt: a migration changes what is there, and none is ever edited once it was released. */
export const workMigrations: readonly Migration[] = [
  {
    number: 1,
    sql: `
      create table job (
        id text primary key,
        created_at text not null,
        ended_at text
      ) strict;
      create table item (
        job text not null references job on delete cascade,
        position integer not null,
        change text not null,
        state text not null
          check (state in ('planned', 'sent', 'applied', 'noChange', 'refused', 'conflict', 'unknown')),
        key text,
        sent_at text,
        outcome text,
        primary key (job, position)
      ) strict, without rowid;
      create index item_by_state on item (state);
    `,
  },
  {
    number: 2,
    sql: `
      create table draft (
        target text primary key,
        draft text not null,
        saved_at text not null
      ) strict, without rowid;
    `,
  },
  {
    // jobs of many: name, state and reason of a job; what a report and an undo need of an item; staged sets
    number: 3,
    sql: `
      alter table job add column is_many integer not null default 0;
      alter table job add column name text not null default '';
      alter table job add column state text not null default 'running'
        check (state in ('queued', 'running', 'paused', 'ended'));
      alter table job add column is_cancelled integer not null default 0;
      alter table job add column is_checked integer not null default 0;
      alter table job add column stop text;
      alter table job add column failure text;
      alter table job add column reason text;
      alter table job add column pause_after integer;
      alter table job add column undo_of text;
      alter table job add column kinds text not null default '{}';
      update job set state = 'ended' where ended_at is not null;

      create table item_of_2 (
        job text not null references job on delete cascade,
        position integer not null,
        change text not null,
        user_name text not null default '',
        state text not null
          check (state in ('planned', 'sent', 'applied', 'noChange', 'refused', 'conflict', 'unknown', 'notSent')),
        key text,
        sent_at text,
        user_id text,
        etag text,
        outcome text,
        primary key (job, position)
      ) strict, without rowid;
      insert into item_of_2 (job, position, change, state, key, sent_at, outcome)
        select job, position, change, state, key, sent_at, outcome from item;
      drop table item;
      alter table item_of_2 rename to item;
      create index item_by_state on item (job, state, position);

      create table staged_set (
        id integer primary key,
        name text not null,
        created_at text not null,
        done integer not null default 0
      ) strict;
      create table staged_step (
        staged_set integer not null references staged_set on delete cascade,
        number integer not null,
        body text not null,
        primary key (staged_set, number)
      ) strict, without rowid;
    `,
  },
]
