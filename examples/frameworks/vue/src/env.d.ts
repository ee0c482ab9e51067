/** What Vite puts in from `.env`. */
interface ImportMetaEnv {
  readonly VITE_CHAT_SERVER: string
}
interface ImportMeta {
  readonly env: ImportMetaEnv
}
