/** Where the commands of script tasks run. */
import { z } from 'zod';
import type { PluginDescription } from '../catalog.ts';
import { durationProperty, mapProperty } from './property-kinds.ts';

export const taskRunners: readonly PluginDescription[] = [
  {
    type: 'io.kestra.plugin.core.runner.Process',
    aliases: [],
    kind: 'taskRunner',
    title: 'Run commands as a process on the worker',
    description: 'Under the isolation that the instance requires; ending the task ends the whole process tree.',
    properties: z.object({}),
  },
  {
    type: 'io.kestra.plugin.scripts.runner.docker.Docker',
    aliases: [],
    kind: 'taskRunner',
    title: 'Run commands in a container',
    description: 'Needs a Docker daemon that the worker can reach.',
    properties: z.object({
      host: z.string().optional().describe('Address of the daemon. Example: `unix:///var/run/docker.sock`.'),
      config: z.union([z.string(), mapProperty()]).optional().describe('Docker configuration as JSON text or map.'),
      credentials: mapProperty().optional().describe('`registry`, `username` and `password`, or a token.'),
      user: z.string().optional().describe('User inside the container.'),
      entryPoint: z.array(z.string()).optional(),
      extraHosts: z.array(z.string()).optional(),
      networkMode: z.string().optional(),
      portBindings: z.array(z.string()).optional(),
      volumes: z.array(z.string()).optional().describe('Only if the server allows volumes.'),
      pullPolicy: z.enum(['IF_NOT_PRESENT', 'ALWAYS', 'NEVER']).default('IF_NOT_PRESENT'),
      deviceRequests: z.array(mapProperty()).optional(),
      cpu: mapProperty().optional(),
      memory: mapProperty().optional(),
      shmSize: z.string().optional(),
      privileged: z.boolean().optional().describe('Only if the server allows it.'),
      fileHandlingStrategy: z.enum(['VOLUME', 'MOUNT']).default('VOLUME'),
      delete: z.boolean().default(true).describe('Whether the container is removed at the end.'),
      killGracePeriod: durationProperty().optional(),
      resume: z.boolean().optional(),
    }),
  },
];
