/**
 * Answers what `check` answers, as soon as it does not throw: asks again every few milliseconds of real time. Once
 * `timeoutMs` (default 10,000) have passed the last error is thrown. For what happens in a running server; where time
 * is passed in, move the fake clock instead.
 */
export async function eventually<Value>(
  check: () => Value | Promise<Value>,
  { timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {},
): Promise<Value> {
  const deadline = performance.now() + timeoutMs;
  let pauseMs = 2;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() + pauseMs > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(pauseMs * 2, 100);
  }
}
