import { defineConfig } from 'vitest/config';

// Each package runs its own tests with this one file (`npm test` in a package, or all of them from the root).
// The JSON report is what `.ci/run` counts; turbo keeps it with a cached run, so that a replay still counts.
export default defineConfig({
  // `graphql` stands twice in its package. Node gives our dependencies `index.js`; Vite would give our own files `index.mjs`.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Files share nothing but modules without state, so that one worker may take the next file: a third of the time.
    isolate: false,
    include: ['**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: 'test-report.json' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
