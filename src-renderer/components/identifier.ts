const hidden = /[\p{Cf}\p{Cc}\u115F\u1160\u3164\uFFA0\u2028\u2029]/gu

/**
 * An identifier with the signs made visible that a reader would not see: bidi controls, zero-width and other format
 * characters (security.md, Edits). Such as `ad⟨200B⟩min`.
 */
export function showIdentifier(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text.replace(hidden, (sign) => `⟨${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
}
