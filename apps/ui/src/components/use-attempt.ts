import { useState } from 'react';

interface Attempt {
  readonly busy: boolean;
  /** Why the last one failed. */
  readonly error: unknown;
  /** Runs `act`; answers whether it went well. */
  readonly run: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** Something that takes a moment and may fail, of which a form shows both; `onError` is for what has no place for an error. */
export function useAttempt(onError?: (error: unknown) => void): Attempt {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    try {
      await act();
      return true;
    } catch (failure) {
      setError(failure);
      onError?.(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}
