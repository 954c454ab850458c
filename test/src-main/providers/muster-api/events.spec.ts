import { expect, test } from 'vitest'
import { readEvents } from '../../../../src-main/providers/muster-api/events.ts'

async function eventsOf(text: string) {
  // eslint-disable-next-line @typescript-eslint/require-await -- the lines are here already
  async function* lines() {
    yield* text.split('\n')
  }
  const found: { name: string; id: string | null }[] = []
  for await (const event of readEvents(lines())) found.push(event)
  return found
}

test('events have names and ids; comments and what is cut off are none', async () => {
  const text =
    ': hello\n\nid: 7\nevent: users\ndata: {"seq":7}\n\n:\n\nevent:projects\ndata:{}\ndata: x\n\nevent: users\ndata: {'
  expect(await eventsOf(text)).toEqual([
    { name: 'users', id: '7' },
    { name: 'projects', id: '7' },
  ])
})

test('line ends of both kinds, fields without value, and events without data', async () => {
  expect(await eventsOf('id: 1\r\ndata\r\n\r\nevent: users\n\nid: 2\0\ndata: x\n\n')).toEqual([
    { name: 'message', id: '1' },
    { name: 'message', id: '1' },
  ])
})
