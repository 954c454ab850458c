import { expect, test } from 'vitest'
import { createRowPages } from '../../../src-renderer/composables/row-pages.ts'

interface Asked {
  first: number
  count: number
  answer: (rows: number[] | null) => void
  refuse: (error: Error) => void
}

/** Pages of 10 rows over a source that answers when the test says so. */
function open(total: number, kept = 3) {
  const asked: Asked[] = []
  const arrived: [number, number][] = []
  const failed: unknown[] = []
  const pages = createRowPages<number>({
    total,
    size: 10,
    kept,
    atOnce: 2,
    fetch: (first, count) =>
      new Promise((resolve, reject) => {
        asked.push({ first, count, answer: resolve, refuse: reject })
      }),
    arrived: (first, last) => arrived.push([first, last]),
    failed: (error) => failed.push(error),
  })
  const rest = () => new Promise((resolve) => setTimeout(resolve))
  const answer = async (at: number) => {
    const { first, count, answer: give } = asked[at] ?? expect.fail('not asked')
    give(Array.from({ length: count }, (_, row) => first + row))
    await rest()
  }
  return { pages, asked, arrived, failed, answer, rest }
}

test('asks for the pages on screen, two at once, and has their rows when they arrive', async () => {
  const { pages, asked, arrived, answer } = open(100)
  pages.want(5, 34)
  expect(asked.map(({ first }) => first)).toEqual([0, 10])
  expect(pages.at(5)).toBeUndefined()
  await answer(0)
  expect(pages.at(5)).toBe(5)
  expect(arrived).toEqual([[0, 9]])
  expect(asked.map(({ first }) => first)).toEqual([0, 10, 20])
})

test('forgets a wish that is no longer on screen', async () => {
  const { pages, asked, answer } = open(1000)
  pages.want(0, 49)
  pages.want(500, 509)
  await answer(0)
  expect(asked.map(({ first }) => first)).toEqual([0, 10, 500])
})

test('asks for the last page with as many rows as there are', () => {
  const { pages, asked } = open(25)
  pages.want(20, 24)
  expect(asked[0]).toMatchObject({ first: 20, count: 5 })
})

test('reads the pages around once all on screen is here', async () => {
  const { pages, asked, answer } = open(100)
  pages.want(50, 55)
  await answer(0)
  pages.want(50, 55)
  expect(asked.slice(1).map(({ first }) => first)).toEqual([60, 40])
})

test('keeps few pages, and never lets go of one on screen', async () => {
  const { pages, answer } = open(1000, 2)
  for (const [at, first] of [0, 100, 200].entries()) {
    pages.want(first, first + 9)
    await answer(at)
  }
  expect([pages.at(0), pages.at(100), pages.at(200)]).toEqual([undefined, 100, 200])
})

test('tells a failure, and asks again when the page is wanted again', async () => {
  const { pages, asked, failed, rest } = open(100)
  pages.want(0, 5)
  asked[0]?.refuse(new Error('no answer'))
  await rest()
  expect(failed).toHaveLength(1)
  pages.want(0, 5)
  expect(asked.map(({ first }) => first)).toEqual([0, 0])
})

test('loading says whether the rows are still those of this revision', async () => {
  const { pages, asked, answer } = open(100)
  const loaded = pages.load(0, 15)
  await answer(0)
  asked[1]?.answer(null)
  expect(await loaded).toBe(false)
})

test('is silent once stopped', async () => {
  const { pages, arrived, answer } = open(100)
  pages.want(0, 5)
  pages.stop()
  await answer(0)
  expect(arrived).toEqual([])
})
