import type { CommandSpec } from '../../command.ts';
import { configsProperties } from './properties.ts';
import { configsValidate } from './validate.ts';

export const configCommands: readonly CommandSpec[] = [configsProperties, configsValidate];
