import '../../../src-renderer/nonce.ts'
import '@fontsource-variable/inter'
import '../../../src-renderer/styles/base.css'
import '../../../src-renderer/styles/controls.css'
import { createPinia } from 'pinia'
import { type Component, createApp } from 'vue'
import { i18n } from '../../../src-renderer/messages/text.ts'
import ProjectsPage from './ProjectsPage.vue'

// components beside the page's own have no types for the linter
createApp(ProjectsPage as Component)
  .use(createPinia())
  .use(i18n)
  .mount('#app')
