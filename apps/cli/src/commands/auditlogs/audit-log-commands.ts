import type { CommandSpec } from '../../command.ts';
import { auditLogsHead } from './head.ts';
import { auditLogsPurge } from './purge.ts';
import { auditLogsVerify } from './verify.ts';

export const auditLogCommands: readonly CommandSpec[] = [auditLogsVerify, auditLogsHead, auditLogsPurge];
