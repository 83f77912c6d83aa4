import type { Form } from '@windhover/contract';

/** A form without parts, for operations that take one but are asked for without. */
export function emptyForm(): Form {
  return {
    async *[Symbol.asyncIterator]() {},
  };
}
