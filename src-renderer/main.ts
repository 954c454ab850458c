import './nonce.ts'
import '@fontsource-variable/inter'
import './styles/base.css'
import './styles/controls.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n } from './messages/text.ts'

createApp(App).use(createPinia()).use(i18n).mount('#app')
