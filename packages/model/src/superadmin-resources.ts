/** Managing identities is what the superadmin flag covers inside a tenant; flows, executions and secrets are not. */
export const superadminResources = [
  'USER',
  'GROUP',
  'ROLE',
  'BINDING',
  'SERVICE_ACCOUNT',
  'INVITATION',
  'AUDITLOG',
  'SECURITY_INTEGRATION',
] as const;
