import { describe, expect, test } from 'vitest'
import { dark, light, type Palette } from '../../src-renderer/theme.ts'

/** [foreground, background, least ratio]: 4.5 for text, 3 for marks, control borders and focus rings (WCAG 1.4.3, 1.4.11). */
const pairs: readonly (readonly [keyof Palette, keyof Palette, number])[] = [
  ...(['text1', 'text2', 'text3'] as const).flatMap((f) =>
    (['canvas', 'surface', 'sunken', 'raised', 'hover', 'active'] as const).map((b) => [f, b, 4.5] as const),
  ),
  ...(['text1', 'text2', 'text3'] as const).flatMap((f) =>
    (['accentSoft', 'accentSofter'] as const).map((b) => [f, b, 4.5] as const),
  ),
  ...(
    [
      'surface',
      'sunken',
      'raised',
      'canvas',
      'hover',
      'accentSoft',
      'accentSofter',
      'stagedBg',
      'invalidBg',
      'conflictBg',
      'okBg',
    ] as const
  ).map((b) => ['accentText', b, 4.5] as const),
  ['onAccent', 'accent', 4.5],
  ['onAccent', 'accentHover', 4.5],
  ['onAccent', 'accentPressed', 4.5],
  ['onAccent', 'dangerFill', 4.5],
  ['onAccent', 'dangerFillHover', 4.5],
  ['tipText', 'tipBg', 4.5],
  ...(['staged', 'invalid', 'conflict', 'ok'] as const).flatMap(
    (s) =>
      [
        [`${s}Text`, `${s}Bg`, 4.5],
        [`${s}Text`, 'surface', 4.5],
        [`${s}Text`, 'sunken', 4.5],
        [`${s}Text`, 'raised', 4.5],
        [`${s}Text`, 'canvas', 4.5],
        [`${s}Mark`, 'sunken', 3],
        ['text2', `${s}Bg`, 4.5],
        [`${s}Mark`, `${s}Bg`, 3],
        [`${s}Mark`, 'surface', 3],
        ['text1', `${s}Bg`, 4.5],
        ['text3', `${s}Bg`, 4.5],
      ] as const,
  ),
  ...(['surface', 'sunken', 'raised', 'canvas', 'accentSoft', 'stagedBg', 'invalidBg', 'conflictBg'] as const).map(
    (b) => ['focus', b, 3] as const,
  ),
  ['control', 'surface', 3],
  ['control', 'raised', 3],
  ['control', 'canvas', 3],
  ['control', 'sunken', 3],
]

/** Relative luminance of `#RRGGBB` (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dim + 0.05)
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_name, palette: Palette) => {
  test.each(pairs)('%s on %s has a contrast of %d', (front, back, least) => {
    expect(contrast(palette[front], palette[back])).toBeGreaterThanOrEqual(least)
  })
})

test('the contrast of black on white is 21', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21)
})
