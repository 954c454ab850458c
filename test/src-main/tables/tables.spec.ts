import { unzipSync, strFromU8 } from 'fflate'
import { expect, test } from 'vitest'
import { toCsv } from '../../../src-main/tables/csv.ts'
import { toXlsx } from '../../../src-main/tables/xlsx.ts'

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '＋1', '－1', '＠x'])(
  'a cell that a spreadsheet would take for a formula is text in CSV: %j',
  (text) => {
    expect(toCsv([[text]])).toContain(`'${text.replaceAll('"', '""')}`)
  },
)

test('plain cells stay as they are; separators, quotes and line breaks stand in quotes', () => {
  expect(
    toCsv([
      ['Id', 'a,b', 'say "hi"', 'x\ny'],
      [null, true, false, 5],
    ]),
  ).toBe('\uFEFFId,"a,b","say ""hi""","x\ny"\r\n,yes,no,5\r\n')
})

test('a workbook has text cells only, never a formula', async () => {
  const files = unzipSync(await toXlsx([['Name'], ['=1+1'], [7]]))
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
  expect(sheet).not.toContain('<f>')
  expect(sheet).toContain('<v>7</v>')
  const texts = Object.values(files)
    .map((file) => strFromU8(file))
    .join('')
  expect(texts).toContain('=1+1')
})
