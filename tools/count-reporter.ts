/** Vitest reporter for machines: its last line is `N passed, N failed` and nothing else. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let passed = 0;
    // Errors outside of tests fail a run in which every test passed.
    let failed = errors.length;
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failedHere += 1;
      }
      // A file that could not be loaded, or whose hooks failed, has no failed test to show for it.
      failed += failedHere === 0 && module.state() === 'failed' ? 1 : failedHere;
    }
    // Printed when the process is about to end, so that it stands below the other reporters' summaries.
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}
