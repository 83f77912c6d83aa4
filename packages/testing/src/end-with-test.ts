/** Registers what must be stopped when the test that runs now ends. Outside of tests and in hooks it is the caller's. */
export async function endWithTest(stop: () => Promise<void>): Promise<void> {
  if (process.env['VITEST'] === undefined) return;
  const { onTestFinished } = await import('vitest');
  try {
    onTestFinished(stop);
  } catch {
    // Not inside of a test: the hook that started it ends it.
  }
}
