// The least that an app can show: one window with one line.
import { app, BrowserWindow } from 'electron'

app.on('window-all-closed', () => app.quit())
void app.whenReady().then(() => new BrowserWindow().loadURL('data:text/html,<title>Empty</title><p>Empty</p>'))
