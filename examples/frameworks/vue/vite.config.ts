import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// Vue is to leave these tags to the browser.
const isCustomElement = (tag: string): boolean => tag.startsWith('stranger-')

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] })
