/**
 * The design tokens: one palette per theme, from which the CSS variables of our own components and the overrides of
 * naive-ui are made. Colour is for state only.
 */

/** The light theme; its names are those of every palette. */
export const light = {
  canvas: '#F3F4F7',
  surface: '#FFFFFF',
  sunken: '#F7F8FA',
  raised: '#FFFFFF',
  hover: '#F1F3F7',
  active: '#E6EAF1',
  line: '#DDE1E8',
  lineSoft: '#EBEEF2',
  control: '#848D9C',
  controlSoft: '#C4CBD6',
  text1: '#181D26',
  text2: '#454E5D',
  text3: '#5B6573',
  textOff: '#8B94A2',
  accent: '#2C5AC7',
  accentHover: '#244CAB',
  accentPressed: '#1D3F90',
  onAccent: '#FFFFFF',
  accentText: '#2450B5',
  accentSoft: '#DCE6FB',
  accentSofter: '#EDF2FD',
  focus: '#2C5AC7',
  stagedBg: '#FFF3D1',
  stagedText: '#6F4A00',
  stagedMark: '#A86F00',
  invalidBg: '#FDE9E8',
  invalidText: '#A32020',
  invalidMark: '#C62F2F',
  dangerFill: '#C02B2B',
  dangerFillHover: '#A42222',
  conflictBg: '#F1E9FD',
  conflictText: '#5B2BA8',
  conflictMark: '#7A45D0',
  okBg: '#E2F4EA',
  okText: '#145F3B',
  okMark: '#1B8050',
  tipBg: '#232A35',
  tipText: '#F4F6F9',
  scrim: 'rgba(20,26,36,0.36)',
  shadow: 'rgba(20,28,44,0.16)',
}

export type Palette = Record<keyof typeof light, string>

export const dark: Palette = {
  canvas: '#12151A',
  surface: '#181C22',
  sunken: '#1D2229',
  raised: '#222831',
  hover: '#222831',
  active: '#2B323D',
  line: '#2D343F',
  lineSoft: '#232932',
  control: '#737E8E',
  controlSoft: '#454F5C',
  text1: '#E8EBF0',
  text2: '#B9C1CD',
  text3: '#9AA4B3',
  textOff: '#697383',
  accent: '#3E68D6',
  accentHover: '#3860CA',
  accentPressed: '#3157BB',
  onAccent: '#FFFFFF',
  accentText: '#9AB6FF',
  accentSoft: '#243660',
  accentSofter: '#1C2740',
  focus: '#86A8FF',
  stagedBg: '#3A2E10',
  stagedText: '#F5D48A',
  stagedMark: '#E0A93B',
  invalidBg: '#41201F',
  invalidText: '#FFB4AE',
  invalidMark: '#FF7B72',
  dangerFill: '#C93C3A',
  dangerFillHover: '#BC3735',
  conflictBg: '#2F2350',
  conflictText: '#D3BEFF',
  conflictMark: '#B493FA',
  okBg: '#153325',
  okText: '#8FDDB2',
  okMark: '#4CC488',
  tipBg: '#E8EBF0',
  tipText: '#181D26',
  scrim: 'rgba(4,6,10,0.62)',
  shadow: 'rgba(0,0,0,0.55)',
}

/** The typeface; scripts that Inter lacks follow from the system. */
export const typeface =
  '"Inter Variable", system-ui, "Segoe UI", "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", sans-serif'

/** Corners in px. */
export const radius = { mark: 3, control: 5, card: 8, dialog: 10 } as const

/** The course of every movement; its length is in the style sheet. */
export const ease = 'cubic-bezier(.2,.7,.3,1)'

const kebab = (name: string) => name.replace(/[A-Z]+/g, (letters) => `-${letters.toLowerCase()}`)

/** The CSS variables of a theme, such as `--m-staged-bg`. */
export function cssVariables(palette: Palette): Record<string, string> {
  const colours = Object.entries(palette).map(([name, value]) => [`--m-${kebab(name)}`, value])
  return {
    ...(Object.fromEntries(colours) as Record<string, string>), // fromEntries forgets what it was given
    '--m-font': typeface,
    '--m-ease': ease,
    '--m-elevate-2': `0 0 0 1px ${palette.line}, 0 8px 24px ${palette.shadow}`,
    '--m-elevate-3': `0 0 0 1px ${palette.line}, 0 18px 56px ${palette.shadow}`,
  }
}
