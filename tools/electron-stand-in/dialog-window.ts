/** Dialogs for a person: a small window with a form. Tests replace the functions of `dialog` instead. */
import { chromium } from './state.ts'
import { WebContents } from './web-contents.ts'

export interface Question {
  title: string
  message: string
  detail?: string | undefined
  buttons: string[]
  /** What the text field holds at first; without it there is none. */
  input?: string | undefined
  checkbox?: string | undefined
}

export interface Answer {
  /** The position of the button; without it the window was closed. */
  button?: number
  text?: string
  isChecked?: boolean
}

/** Asks a person; waits until a button is pressed or the window is closed. */
export async function ask(question: Question): Promise<Answer> {
  const contents = new WebContents(() => chromium().open({ x: 300, y: 200, width: 480, height: 260 }))
  await contents.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(formOf(question))}`)
  const closed = new Promise<Answer>((resolve) => contents.once('destroyed', () => resolve({})))
  const answer = contents.executeJavaScript(readForm) as Promise<Answer> // see readForm
  const first = await Promise.race([answer.catch(() => ({})), closed])
  if (!contents.isDestroyed()) contents.close()
  return first
}

const escape = (text = '') => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

const formOf = ({ title, message, detail, buttons, input, checkbox }: Question) => `<!doctype html>
<meta charset=utf-8>
<title>${escape(title)}</title>
<style>
  :root { color-scheme: light dark }
  body { font: 14px system-ui; margin: 20px }
  h1 { font-size: 16px }
  pre { font: inherit; white-space: pre-wrap; opacity: 0.8 }
  input[type=text] { width: 100%; padding: 6px; box-sizing: border-box }
  menu { display: flex; gap: 8px; justify-content: flex-end; padding: 0 }
  button { padding: 6px 14px }
</style>
<h1>${escape(message)}</h1>
<pre>${escape(detail)}</pre>
${input === undefined ? '' : `<input type=text autofocus value="${escape(input)}">`}
${checkbox ? `<label><input type=checkbox> ${escape(checkbox)}</label>` : ''}
<menu>${buttons.map((label, index) => `<button value=${index}>${escape(label)}</button>`).join('')}</menu>`

const readForm = `new Promise((resolve) => {
  for (const button of document.querySelectorAll('button'))
    button.onclick = () => resolve({
      button: Number(button.value),
      text: document.querySelector('input[type=text]')?.value,
      isChecked: document.querySelector('input[type=checkbox]')?.checked,
    })
})`
