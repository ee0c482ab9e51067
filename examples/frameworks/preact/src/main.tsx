import { render } from 'preact'
import { App } from './App.tsx'

const place = document.getElementById('app')
if (!place) throw new Error('The page has no #app to put the app into.')
render(<App />, place)
