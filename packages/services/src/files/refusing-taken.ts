import { IllegalArgument } from '@windhover/model';
import { PathTaken } from '@windhover/ports';

/** What needs a path of its own, with the path as the caller knows it in the refusal: `IllegalArgument`. */
export async function refusingTaken<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PathTaken)) throw error;
    const reason = `path '${path}' is taken by a file or directory of another kind`;
    throw new IllegalArgument({ reason }, { cause: error });
  }
}
