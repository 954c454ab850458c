import type { Database } from '../schema.ts'

/** Sessions and their tokens, links and mails, what was tried, what was answered, what was done. */
export async function createRecords(db: Database): Promise<void> {
  await createSessions(db)
  await createMails(db)
  await db.schema
    .createTable('failures')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('failuresBySubject').on('failures').columns(['kind', 'subject', 'at']).execute()
  await db.schema
    .createTable('idempotency')
    .addColumn('accountId', 'integer', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('fingerprint', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('idempotencyKey', ['accountId', 'key'])
    .execute()
  await db.schema.createIndex('idempotencyByAge').on('idempotency').column('createdAt').execute()
  await createAudit(db)
}

async function createSessions(db: Database): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('userId', 'integer', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('clientName', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('lastUsedAt', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('sessionsOfUser').on('sessions').column('userId').execute()
  const tokens = (table: string) =>
    db.schema
      .createTable(table)
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('sessionId', 'integer', (c) => c.notNull().references('sessions.id').onDelete('cascade'))
      .addColumn('expiresAt', 'text', (c) => c.notNull())
  await tokens('accessTokens').execute()
  await tokens('refreshTokens')
    .addColumn('spentAt', 'text')
    .addColumn('spentKey', 'text')
    .addColumn('answer', 'text')
    .execute()
  for (const table of ['accessTokens', 'refreshTokens'])
    await db.schema.createIndex(`${table}OfSession`).on(table).column('sessionId').execute()
}

async function createMails(db: Database): Promise<void> {
  await db.schema
    .createTable('links')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('userId', 'integer', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('hash', 'text')
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('linksOfUser').on('links').column('userId').execute()
  await db.schema.createIndex('linksByHash').on('links').column('hash').unique().execute()
  await db.schema
    .createTable('mails')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('userId', 'integer', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('linkId', 'integer', (c) => c.references('links.id').onDelete('cascade'))
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('nextAttemptAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('mailsByTime').on('mails').column('nextAttemptAt').execute()
  await db.schema.createIndex('mailsOfUser').on('mails').column('userId').execute()
  await db.schema.createIndex('mailsOfLink').on('mails').column('linkId').execute()
}

async function createAudit(db: Database): Promise<void> {
  let table = db.schema
    .createTable('audit')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
  for (const name of ['actorId', 'targetId', 'organizationId', 'projectId']) table = table.addColumn(name, 'integer')
  for (const name of ['actorName', 'code', 'targetType', 'targetName', 'before', 'after'])
    table = table.addColumn(name, 'text')
  await table.execute()
  for (const column of ['targetId', 'actorId', 'organizationId', 'at'])
    await db.schema.createIndex(`auditBy_${column}`).on('audit').columns([column, 'id']).execute()
}
