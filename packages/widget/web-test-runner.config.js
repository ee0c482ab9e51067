import { fileURLToPath } from 'node:url'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { defaultReporter } from '@web/test-runner'
import { chromeLauncher } from '@web/test-runner-chrome'
import { chromiumPath, chromiumFlags } from '../../scripts/lib/chromium.mjs'
import { countReporter } from '../../scripts/lib/wtr-counts.mjs'

/** What a person asked their system for, forced colours and more contrast too, which the runner's own command doesn't know. */
const mediaFeatures = {
  name: 'media-features',
  executeCommand: async ({ command, payload, session }) => {
    if (command !== 'media-features') return
    await session.browser.getPage(session.id).emulateMediaFeatures(payload)
    return true
  },
}

export default {
  files: ['src/**/*.test.ts', '!src/**/*.node.test.ts'],
  // The workspace's root, so that pnpm's links lead to files the test server may serve.
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  // Lit's development build warns in every file.
  nodeResolve: { exportConditions: ['production'] },
  plugins: [
    mediaFeatures,
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
  ],
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: chromiumPath(), args: chromiumFlags() },
      // A tab behind another one draws no frames, and the element's sizes are read from frames.
      createPage: ({ context }) => context.newPage({ type: 'window' }),
    }),
  ],
  concurrency: 2,
  // Tab goes through every state there is.
  testsFinishTimeout: 300_000,
  staticLogging: !process.stdout.isTTY,
  testFramework: { config: { timeout: 10_000 } },
  reporters: [defaultReporter({ reportTestProgress: false }), countReporter(process.env.WTR_COUNTS)],
  coverageConfig: { include: ['src/**/*.ts'], reporters: ['text-summary', 'lcovonly'] },
}
