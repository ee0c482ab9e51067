import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { App } from './App.tsx'

const place = document.getElementById('app')
if (!place) throw new Error('The page has no #app to put the app into.')
hydrateRoot(
  place,
  <StrictMode>
    <App chatServer={document.documentElement.dataset.chatServer ?? ''} />
  </StrictMode>,
)
