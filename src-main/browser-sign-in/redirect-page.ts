import { createHash } from 'node:crypto'

/** How a sign-in ended, for whoever looks at the browser. */
export type Ending = 'done' | 'failed'

const texts: Record<Ending, { status: number; title: string; text: string }> = {
  done: { status: 200, title: 'You are signed in', text: 'Go back to Muster; this page can be closed.' },
  failed: {
    status: 400,
    title: 'The sign-in did not work',
    text: 'Go back to Muster, which says why; this page can be closed.',
  },
}

const style = `
:root { color-scheme: light dark; font: 15px/1.6 system-ui, sans-serif; background: light-dark(#f3f4f7, #12151a); color: light-dark(#181d26, #e8ebf0) }
main { max-width: 27rem; margin: 12vh auto; padding: 2rem; background: light-dark(#fff, #181c22); border: 1px solid light-dark(#dde1e8, #2d343f); border-radius: 10px }
h1 { font-size: 20px; line-height: 28px; margin: 0 0 1rem } p { margin: 0 }
`
/** No script, nothing from elsewhere; the one style sheet is allowed by its hash. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** The page that the browser shows at the end. Its address holds a code that is used up by then; nothing of it is in the page. */
export function redirectPage(ending: Ending): { status: number; headers: Record<string, string>; body: string } {
  const { status, title, text } = texts[ending]
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      connection: 'close',
    },
    body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} - Muster</title><style>${style}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`,
  }
}
