import { describe, expect, it, vi } from 'vitest'
import { browserStorage, type StorageLike } from './storage.js'

function drawer(): StorageLike & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}
const page = () => ({ localStorage: drawer(), sessionStorage: drawer() })

describe('P-KEEP-1: the policies', () => {
  it('device: the device token stays, the rest goes with the tab', () => {
    const window = page()
    const { device, session } = browserStorage('device', window)
    device?.set('key', 'for good')
    session?.set('key', 'for now')
    expect([window.localStorage.entries.get('key'), window.sessionStorage.entries.get('key')]).toEqual([
      'for good',
      'for now',
    ])
  })

  it('session: all goes with the tab', () => {
    const window = page()
    browserStorage('session', window).device?.set('key', 'for now')
    expect(window.localStorage.entries.size).toBe(0)
    expect(window.sessionStorage.entries.get('key')).toBe('for now')
  })

  it('none: nothing', () => {
    expect(browserStorage('none', page())).toEqual({ device: null, session: null })
  })

  it('no storage is touched before there is something to keep', () => {
    const touched = vi.fn()
    const window = {
      get localStorage(): StorageLike {
        touched()
        return drawer()
      },
      get sessionStorage(): StorageLike {
        touched()
        return drawer()
      },
    }
    const { device } = browserStorage('device', window)
    expect(touched).not.toHaveBeenCalled()
    device?.set('key', 'value')
    expect(touched).toHaveBeenCalled()
  })
})

describe('storage that fails is replaced by memory', () => {
  it('when it is forbidden', () => {
    const window = {
      get localStorage(): StorageLike {
        throw new Error('SecurityError')
      },
      sessionStorage: drawer(),
    }
    const { device } = browserStorage('device', window)
    expect(device?.get('key')).toBeNull()
    device?.set('key', 'value')
    expect(device?.get('key')).toBe('value')
    device?.remove('key')
    expect(device?.get('key')).toBeNull()
  })

  it('when it is full: the stale value goes, or a reload would go back in time', () => {
    const window = page()
    const { session } = browserStorage('device', window)
    session?.set('key', 'old')
    const { setItem } = window.sessionStorage
    Object.assign(window.sessionStorage, {
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    })
    session?.set('key', 'new')
    expect(session?.get('key')).toBe('new')
    expect(window.sessionStorage.entries.has('key')).toBe(false)
    Object.assign(window.sessionStorage, { setItem })
    session?.set('key', 'newer')
    expect(window.sessionStorage.entries.get('key')).toBe('newer')
    window.sessionStorage.entries.set('key', 'by another hand')
    expect(session?.get('key')).toBe('by another hand')
  })
})
