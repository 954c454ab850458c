import type { BaseWindow, MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron'
import { app } from './app.ts'
import { ask } from './dialog-window.ts'
import { BrowserWindow } from './window.ts'

/** Electron's dialogs take the parent window first, or leave it out. */
const optionsOf = <Options extends object>(first: BaseWindow | Options, second: Options | undefined): Options =>
  (first instanceof BrowserWindow ? (second ?? {}) : first) as Options // every option is optional

async function askForPath(title: string, buttonLabel: string, defaultPath = ''): Promise<string | undefined> {
  const message = 'Path of the file or folder'
  const { button, text } = await ask({ title, message, buttons: ['Cancel', buttonLabel], input: defaultPath })
  return button === 1 && text ? text : undefined
}

export const dialog = {
  showMessageBox: async (first: BaseWindow | MessageBoxOptions, second?: MessageBoxOptions) => {
    const { title, message, detail, buttons, checkboxLabel, cancelId } = optionsOf(first, second)
    const labels = buttons?.length ? buttons : ['OK']
    const question = { title: title ?? app.name, message, detail, buttons: labels, checkbox: checkboxLabel }
    const answer = await ask(question)
    return { response: answer.button ?? cancelId ?? 0, checkboxChecked: answer.isChecked ?? false }
  },
  showOpenDialog: async (first: BaseWindow | OpenDialogOptions, second?: OpenDialogOptions) => {
    const { title, buttonLabel, defaultPath } = optionsOf(first, second)
    const path = await askForPath(title ?? 'Open', buttonLabel ?? 'Open', defaultPath)
    return { canceled: path === undefined, filePaths: path === undefined ? [] : [path] }
  },
  showSaveDialog: async (first: BaseWindow | SaveDialogOptions, second?: SaveDialogOptions) => {
    const { title, buttonLabel, defaultPath } = optionsOf(first, second)
    const path = await askForPath(title ?? 'Save', buttonLabel ?? 'Save', defaultPath)
    return { canceled: path === undefined, filePath: path ?? '' }
  },
  showErrorBox: (title: string, content: string): void => {
    console.error(`${title}\n${content}`)
  },
}
