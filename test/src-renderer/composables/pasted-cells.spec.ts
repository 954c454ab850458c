import { describe, expect, it } from 'vitest'
import { idsByKey, keysOf, pasteByKey, pasteByPlace } from '../../../src-renderer/composables/pasted-cells.ts'
import { parseTable } from '../../../src-shared/domain/table.ts'

describe('a table that names its users', () => {
  const table = parseTable(
    'Id\tRole\tColour\tDisplay Name\nu1\tManager\tred\tMira\nu2\tchief\tred\t\nu9\tuser\tred\tX\nU1\tuser\tred\tY',
  )
  it('has their keys, each once', () => {
    expect(keysOf(table)).toEqual(['u1', 'u2', 'u9', 'U1'])
    expect(keysOf(parseTable('manager\nuser'))).toBeNull()
  })
  it('sets what is writable for whom it finds, and counts what it leaves out', () => {
    const ids = idsByKey(['u1', 'u2', 'u9', 'U1'], ['u1', 'u2', null, 'u1'])
    expect(pasteByKey(table, ids)).toEqual({
      rows: [
        { id: 'u1', set: { role: 'manager', displayName: 'Mira' } },
        { id: 'u2', set: { displayName: null } },
      ],
      key: 'id',
      fields: ['role', 'displayName'],
      missing: ['u9'],
      twice: ['U1'],
      unread: 1,
      skipped: 1,
    })
  })
})

describe('a table that is pasted by place', () => {
  it('gives each row to the user at its place', () => {
    const { rows } = pasteByPlace(
      parseTable('Mira\tm@a.example\nNoor\tn@a.example'),
      ['u1', 'u2'],
      ['displayName', 'email'],
    )
    expect(rows).toEqual([
      { id: 'u1', set: { displayName: 'Mira', email: 'm@a.example' } },
      { id: 'u2', set: { displayName: 'Noor', email: 'n@a.example' } },
    ])
  })
  it('is repeated in a larger range, and skips columns that nobody writes', () => {
    const { rows, skipped } = pasteByPlace(parseTable('yes'), ['u1', 'u2', 'u3'], ['approved', 'partner'])
    expect(rows.map(({ set }) => set)).toEqual([{ approved: true }, { approved: true }, { approved: true }])
    expect(skipped).toBe(1)
  })
})
