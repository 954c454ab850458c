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
]
