import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'

const place = document.getElementById('app')
if (!place) throw new Error('The page has no #app to put the app into.')
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
