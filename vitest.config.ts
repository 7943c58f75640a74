import { defineConfig } from 'vitest/config';

/** Rings that wait for no clock; a browser or a training wants the machine for itself. */
const inParallel = new Set(['unit', 'golden']);

/** Each ring is a project, so that it runs alone by name. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    pool: 'forks',
    maxWorkers: '100%',
    projects: ['unit', 'golden', 'webview', 'interop'].map((name) => ({
      extends: true as const,
      // Unit tests keep no state of their process, and a process for each file would cost a third of their time.
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        isolate: name !== 'unit',
        fileParallelism: inParallel.has(name),
      },
    })),
  },
});
