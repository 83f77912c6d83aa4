/** What audit logs speak of, as the API names it. */
export const auditResources = [
  'AUDITLOG',
  'BINDING',
  'EXECUTION',
  'FLOW',
  'GROUP',
  'GROUP_MEMBERSHIP',
  'INVITATION',
  'KVSTORE',
  'NAMESPACE',
  'NAMESPACE_FILE',
  'ROLE',
  'SECRET',
  'SERVICE_ACCOUNT',
  'TENANT',
  'TENANT_ACCESS',
  'TOKEN',
  'TRIGGER',
  'USER',
] as const;

export const auditActions = [
  'READ',
  'CREATE',
  'UPDATE',
  'DELETE',
  'LOGIN',
  'LOGOUT',
  'LOGIN_FAILURE',
  'ACCOUNT_LOCKED',
  'ACCESS_DENIED',
  'IMPERSONATE',
] as const;
