import { describe, it } from 'vitest'
import { testBackplane } from '../testing/backplane.js'
import { createMemoryBackplane } from './backplane.js'

testBackplane('memory', createMemoryBackplane, { describe, it })
