/*
 * Chromium cannot be taught a scheme from outside, so `app://host/path` is served as `https://host.app.localhost/path`: a secure
 * context with an origin of its own that never leaves the machine. Whatever the app sees is translated back.
 */
const schemes = new Set<string>()

export const registerScheme = (scheme: string): void => void schemes.add(scheme.toLowerCase())
export const hasScheme = (scheme: string): boolean => schemes.has(scheme.toLowerCase())
export const registeredSchemes = (): string[] => [...schemes]
export const schemeOf = (url: string): string => url.slice(0, url.indexOf(':'))

/** The address by which Chromium asks for a URL of the app. */
export function toChromium(url: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
  return hasScheme(scheme) ? `https://${host}.${scheme.toLowerCase()}.localhost${rest || '/'}` : url
}

/** The URL of the app behind an address of Chromium's. */
export function fromChromium(url: string): string {
  const [, host = '', scheme = '', rest = ''] =
    /^https:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.localhost(?=[/?#]|$)(.*)$/is.exec(url) ?? []
  return hasScheme(scheme) ? `${scheme}://${host}${rest}` : url
}

/** Translates the URLs and scheme sources (`app:`) in the value of a header such as Content-Security-Policy. */
export function translateHeader(value: string): string {
  return value.replace(/[^\s;,]+/g, (word) => {
    const [, scheme = '', rest] = /^([a-z][a-z0-9+.-]*):(\/\/.*)?$/i.exec(word) ?? []
    if (!hasScheme(scheme)) return word
    if (rest === undefined) return `https://*.${scheme.toLowerCase()}.localhost ${word}`
    const isOrigin = /^\/\/[^/]*$/.test(rest)
    return isOrigin ? toChromium(word).replace(/\/$/, '') : toChromium(word)
  })
}

/** True for the document that a new window shows before the app loads its own. */
export const isBlank = (url: string): boolean =>
  url === '' || url.startsWith('about:blank') || url.startsWith('data:text/html,standin-')
