import type { CommandSpec } from '../../command.ts';
import { tenantsCreate } from './create.ts';
import { tenantsDelete } from './delete.ts';
import { tenantsGet } from './get.ts';
import { tenantsList } from './list.ts';
import { tenantsResume } from './resume.ts';
import { tenantsSuspend } from './suspend.ts';
import { tenantsUpdate } from './update.ts';
import { tenantsVerify } from './verify.ts';

export const tenantCommands: readonly CommandSpec[] = [
  tenantsCreate,
  tenantsList,
  tenantsGet,
  tenantsUpdate,
  tenantsDelete,
  tenantsSuspend,
  tenantsResume,
  tenantsVerify,
];
