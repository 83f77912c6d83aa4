import { defineTask, TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const deleteFile = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.Delete',
  title: 'Delete a file',
  description: 'Deletes a file of the execution.',
  properties: z.object({
    uri: z.string().describe('Address of the file.'),
    errorOnMissing: z.boolean().default(false).describe('Whether a missing file fails the task.'),
  }),
  outputs: z.object({
    uri: z.string().describe('Address of the file.'),
    deleted: z.boolean().describe('Whether there was one.'),
  }),
  async run({ properties: { uri, errorOnMissing }, files }) {
    const deleted = await files.delete(uri);
    if (!deleted && errorOnMissing) throw new TaskError(`File '${uri}' does not exist`);
    return { outputs: { uri, deleted } };
  },
});
