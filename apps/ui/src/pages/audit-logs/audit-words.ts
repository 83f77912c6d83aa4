import type { WireAuditEntry } from '../../api/audit-logs.ts';
import { administrationText } from '../../messages/en-administration.ts';

type Detail = WireAuditEntry['auditLog']['detail'];

/** Those that the pages call otherwise than their names say. */
const ownWords: Readonly<Record<string, string>> = {
  AUDITLOG: 'Audit log',
  KVSTORE: 'KV store',
  MCP_SERVER: 'MCP server',
};

/** `SERVICE_ACCOUNT` as people write it: `Service account`. */
export function sentence(name: string): string {
  const text = ownWords[name] ?? name.toLowerCase().replaceAll('_', ' ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function whoOf({ user, auditLog }: WireAuditEntry): string {
  if (user === undefined) return auditLog.userId ?? flowOf(auditLog.detail) ?? administrationText.audit.somebody;
  return user.displayName === '' ? user.username : user.displayName;
}

/** Of a task that acted: nobody did. */
function flowOf({ by }: Detail): string | undefined {
  if (typeof by !== 'object' || by === null) return undefined;
  const { namespace, flowId } = by as { readonly namespace?: string; readonly flowId?: string };
  return administrationText.audit.flow(`${namespace}.${flowId}`);
}

/** What identifies the thing, in one line. */
export function detailText(detail: Detail): string {
  return Object.entries(factsOf(detail))
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** The details without what the list shows beside them. */
export function factsOf({ type: _type, resource: _resource, ...facts }: Detail): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null));
}
