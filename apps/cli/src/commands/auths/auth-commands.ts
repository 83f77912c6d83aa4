import type { CommandSpec } from '../../command.ts';
import { authsUsersCreateBasicAuth } from './create-basic-auth.ts';
import { authsUsersCreate } from './create.ts';
import { authsUsersEmailReplaceUsername } from './email-replace-username.ts';
import { authsExplain } from './explain.ts';
import { authsUsersList } from './list.ts';
import { authsUsersRefresh } from './refresh.ts';
import { authsUsersSetSuperadmin, authsUsersSetType } from './set-superadmin.ts';
import { authsUsersSyncAccess } from './sync-access.ts';

export const authCommands: readonly CommandSpec[] = [
  authsUsersCreate,
  authsUsersCreateBasicAuth,
  authsUsersList,
  authsUsersSetSuperadmin,
  authsUsersSetType,
  authsUsersSyncAccess,
  authsUsersRefresh,
  authsUsersEmailReplaceUsername,
  authsExplain,
];
