import type { Migration } from '../open.ts'

/**
 * The copy of one account's users on one server. It can always be read again from there: a copy that no migration leads from
 * is thrown away. No index but the row's own: ids are found by the column index of the lists.
 */
export const copyMigrations: readonly Migration[] = [
  {
    number: 1,
    sql: `
      create table user (
        slot integer primary key,
        id text not null,
        user_name text not null,
        display_name text,
        email text not null,
        flags integer not null,
        role integer not null,
        organization integer not null,
        partner integer not null,
        creation_name integer not null,
        projects text not null,
        created_at integer,
        updated_at integer,
        last_sign_in_at integer,
        invitation_expires_at integer,
        deleted_at integer,
        etag text
      ) strict;
      create table word (
        kind text not null,
        code integer not null,
        id text not null,
        name text,
        primary key (kind, code)
      ) strict, without rowid;
      create table changed (slot integer primary key) strict;
      create table meta (key text primary key, value text not null) strict, without rowid;
    `,
  },
  {
    // answers beside the rows
    number: 2,
    sql: 'create table seen (key text primary key, body text not null, at text not null) strict, without rowid;',
  },
]
