/** What may stand at the top of reusable inputs. */
import { z } from 'zod';

export const reusableInputsSchema = z.object({
  id: z.string().optional().describe('Names them in the flows that take them in. Default: what they are saved as.'),
  namespace: z.string().optional().describe('Default: where they are saved.'),
  description: z.string().optional().describe('What they are for.'),
  inputs: z
    .array(z.unknown())
    .min(1)
    .meta({ items: { $ref: '#/$defs/input' } })
    .describe('Inputs as those of a flow. They depend on each other by their own ids.'),
});
