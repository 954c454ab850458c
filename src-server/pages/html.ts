import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

/** Text that is HTML already; everything else is escaped when it is put in. */
export interface Html {
  html: string
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

/** A piece of HTML; values are escaped, pieces and lists of pieces go in as they are. */
export function html(strings: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  const filled = values.map((value) =>
    typeof value === 'string'
      ? escape(value)
      : [value]
          .flat()
          .map((piece) => piece.html)
          .join(''),
  )
  return { html: strings.map((text, at) => text + (filled[at] ?? '')).join('') }
}

const style = `
:root { color-scheme: light dark; font: 15px/1.6 system-ui, sans-serif; background: light-dark(#f3f4f7, #12151a); color: light-dark(#181d26, #e8ebf0) }
main { max-width: 27rem; margin: 12vh auto; padding: 2rem; background: light-dark(#fff, #181c22); border: 1px solid light-dark(#dde1e8, #2d343f); border-radius: 10px }
main.wide { max-width: 60rem; margin: 4vh auto }
h1 { font-size: 20px; line-height: 28px; margin: 0 0 1rem } h2 { font-size: 15px; margin: 1.5rem 0 0 }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600 }
input { color: inherit; background: light-dark(#fff, #1d2229); box-sizing: border-box; width: 100%; font: inherit; padding: .4rem .6rem; border: 1px solid light-dark(#848d9c, #737e8e); border-radius: 5px }
button { margin-top: 1.25rem; font: inherit; font-weight: 600; padding: .4rem 1rem; color: #fff; background: light-dark(#2c5ac7, #3e68d6); border: 0; border-radius: 5px }
:focus-visible { outline: 2px solid light-dark(#2c5ac7, #86a8ff); outline-offset: 2px }
.error { color: light-dark(#c62f2f, #ff7b72) } .hint, time { color: light-dark(#5b6573, #9aa4b3) }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit } a { color: light-dark(#2c5ac7, #86a8ff) }
`
/** No script, nothing from elsewhere; the one style sheet is allowed by its hash. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Sends a whole page. Its address may hold a token, so it goes nowhere: not into a cache, not to another site. */
export function sendPage(reply: FastifyReply, status: number, title: string, body: Html, isWide = false): FastifyReply {
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} - Muster</title><style>${{ html: style }}</style></head>
<body><main${isWide ? { html: ' class="wide"' } : ''}><h1>${title}</h1>${body}</main></body>
</html>
`
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    })
    .send(page.html)
}
