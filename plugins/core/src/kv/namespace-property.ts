import { z } from 'zod';

export const namespaceProperty = z
  .string()
  .optional()
  .describe("A namespace of the same tenant that allows the flow's. Default: the namespace of the flow.");
