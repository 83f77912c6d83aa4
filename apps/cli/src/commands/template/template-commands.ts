import type { CommandSpec } from '../../command.ts';
import { exportCommand } from '../export-sources.ts';
import { validateCommand } from '../validate-sources.ts';
import { templateNamespaceUpdate } from './namespace-update.ts';

export const templateCommands: readonly CommandSpec[] = [
  validateCommand('template'),
  templateNamespaceUpdate,
  exportCommand('template'),
];
