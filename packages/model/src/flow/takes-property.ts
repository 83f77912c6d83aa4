import type { PluginDescription } from '../catalog.ts';
import { taskSchema } from './task-schema.ts';
import { triggerSchema } from './trigger-schema.ts';

/** Whether a property may be written where a plugin is used: one of its own, or one that all of its kind have. */
export function takesProperty({ kind, properties }: PluginDescription, name: string): boolean {
  const common = kind === 'trigger' ? triggerSchema.shape : taskSchema.shape;
  return Object.hasOwn(common, name) || Object.hasOwn(properties.shape, name);
}
