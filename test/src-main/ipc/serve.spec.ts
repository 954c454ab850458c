import { describe, expect, test } from 'vitest'
import { isOwnPage } from '../../../src-main/ipc/sender.ts'
import { createServe } from '../../../src-main/ipc/serve.ts'
import { Failed } from '../../../src-shared/failure.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'

const defects: unknown[] = []
const serve = createServe<{ own: boolean }>({
  // only the methods that these tests call
  handlers: {
    'list.locate': ({ list, id }: { list: number; id: string }) => Promise.resolve(list + id.length),
    'list.close': () => Promise.reject(new Failed({ kind: 'notFound' })),
    'app.state': () => Promise.reject(new Error('a defect with secrets')),
  } as unknown as Handlers,
  isOwnPage: ({ own }) => own,
  defect(error) {
    defects.push(error)
    return 'r1'
  },
})
const own = { own: true }

describe('a call', () => {
  test('is parsed and answered', async () => {
    expect(await serve(own, 'list.locate', { list: 1, id: 'ab' })).toEqual({ ok: true, value: 3 })
  })

  test('answers failures as data', async () => {
    expect(await serve(own, 'list.close', { list: 1 })).toEqual({ ok: false, failure: { kind: 'notFound' } })
  })

  test('answers a defect by its reference only', async () => {
    expect(await serve(own, 'app.state', undefined)).toEqual({
      ok: false,
      failure: { kind: 'internal', reference: 'r1' },
    })
    expect(defects).toHaveLength(1)
  })

  test.each([
    ['a stranger', { own: false }, 'list.locate', { list: 1, id: 'a' }],
    ['an unknown method', own, 'list.drop', {}],
    ['a method of every object', own, 'toString', {}],
    ['a method that is no text', own, ['list.locate'], { list: 1, id: 'a' }],
    ['a missing field', own, 'list.locate', { list: 1 }],
    ['a field too many', own, 'list.locate', { list: 1, id: 'a', more: 1 }],
    ['an own __proto__', own, 'list.locate', JSON.parse('{"list":1,"id":"a","__proto__":{"x":1}}')],
    ['another type', own, 'list.locate', { list: '1', id: 'a' }],
    ['no input', own, 'list.locate', undefined],
  ])('of %s is refused loudly', async (_name, event, method, input) => {
    await expect(serve(event, method, input)).rejects.toThrow('refused')
  })
})

describe('the sender', () => {
  const frame = (url: string, parent: object | null = null) =>
    ({ senderFrame: { url, parent } }) as unknown as Parameters<typeof isOwnPage>[0] // the two fields that are looked at
  test.each([
    ['app://muster/', true],
    ['app://muster/#users', true],
    ['app://muster/other', false],
    ['app://muster.evil/', false],
    ['app://muster@evil/', false],
    ['https://muster/', false],
    ['about:blank', false],
    ['', false],
  ])('%j: %s', (url, isOwn) => {
    expect(isOwnPage(frame(url), 'app://muster/')).toBe(isOwn)
  })
  test('is the top frame, and still there', () => {
    expect(isOwnPage(frame('app://muster/', {}), 'app://muster/')).toBe(false)
    expect(isOwnPage({ senderFrame: null }, 'app://muster/')).toBe(false)
  })
})
