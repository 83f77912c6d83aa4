import { z } from 'zod';

/** What every refused call is answered with. Equal calls get equal bodies: the request's id is in the header X-Request-Id. */
export const errorBodySchema = z.object({
  message: z.string(),
  code: z.string(),
  _links: z.object({ self: z.object({ href: z.string() }) }),
  /** Only when there are single problems to list. */
  _embedded: z
    .object({
      errors: z.array(
        z.object({
          message: z.string(),
          path: z.string().optional(),
          line: z.number().optional(),
          column: z.number().optional(),
        }),
      ),
    })
    .optional(),
  /** Of an operation on many: those named that cannot be acted on. */
  invalids: z.array(z.object({ message: z.string(), invalidValue: z.string() })).optional(),
});

export type ErrorBody = z.infer<typeof errorBodySchema>;
