import '../../../src-renderer/nonce.ts'
import '@fontsource-variable/inter'
import '../../../src-renderer/styles/base.css'
import '../../../src-renderer/styles/controls.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { i18n } from '../../../src-renderer/messages/text.ts'
import ProjectsPage from './ProjectsPage.vue'

createApp(ProjectsPage).use(createPinia()).use(i18n).mount('#app')
