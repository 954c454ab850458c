/** Stands in the built page where the nonce of each answer goes; the same text as `html.cspNonce` of the build. */
export const nonceMark = '__CSP_NONCE__'

/** The page's policy: own scripts and styles only, and no connection to anywhere (security.md, Electron). */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`, // naive-ui makes style elements while it runs
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}
