/** Replies that many routes give. */
import { z } from 'zod';

export const noContent = { status: 204, kind: 'empty', schema: z.undefined() } as const;
export const emptyOk = { status: 200, kind: 'empty', schema: z.undefined() } as const;
export const fileReply = { status: 200, kind: 'file', schema: z.string() } as const;
export const countReply = { status: 200, kind: 'json', schema: z.object({ count: z.number() }) } as const;
/** Of a change to many things at once. */
export const bulkReply = {
  status: 200,
  kind: 'json',
  schema: z.object({ count: z.number(), operationId: z.string(), totalItems: z.number() }),
} as const;
