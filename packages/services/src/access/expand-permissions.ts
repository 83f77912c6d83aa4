/** From what a role was written with, in either era's words, to what is checked. */
import { InvalidEntity, resources, type ErrorProblem, type PermissionMap } from '@windhover/model';

const renamed: Readonly<Record<string, readonly string[]>> = {
  APPEXECUTION: ['APP'],
  APP_EXECUTION: ['APP'],
  TENANT_ACCESS: ['USER'],
  GROUP_MEMBERSHIP: ['GROUP'],
  TEST: ['TESTSUITE'],
  INFRASTRUCTURE: ['WORKER_GROUP'],
  SETTING: ['SYSTEM_SETTINGS', 'TENANT_SETTINGS'],
  AI_COPILOT: ['COPILOT'],
};

type Verb = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE';
const verbs: ReadonlySet<string> = new Set<Verb>(['READ', 'CREATE', 'UPDATE', 'DELETE']);

/** What an older verb means where it is more than the action of its own name; READ is VIEW and LIST otherwise. */
const meanings: Readonly<Record<string, Partial<Record<Verb, string>>>> = {
  FLOW: { READ: 'VIEW LIST EXPORT', CREATE: 'CREATE IMPORT', UPDATE: 'UPDATE EXECUTE DISABLE ENABLE VALIDATE' },
  EXECUTION: {
    READ: 'VIEW LIST ACCESS_LOGS ACCESS_OUTPUTS ACCESS_FILES EXPORT FOLLOW',
    UPDATE: 'UPDATE RESTART KILL REPLAY PAUSE RESUME CHANGE_LABELS UNQUEUE FORCE_RUN',
  },
  TRIGGER: { READ: 'VIEW LIST EXPORT', CREATE: '', UPDATE: 'UNLOCK RESTART DISABLE ENABLE BACKFILL' },
  NAMESPACE: { READ: 'VIEW LIST EXPORT_PLUGIN_DEFAULTS', UPDATE: 'UPDATE MANAGE_FILES IMPORT_PLUGIN_DEFAULTS' },
  APP: { UPDATE: 'UPDATE EXECUTE ACCESS_FILES ACCESS_LOGS' },
  USER: { UPDATE: 'UPDATE MANAGE_GROUP_MEMBERSHIP' },
  GROUP: { UPDATE: 'UPDATE MANAGE_MEMBERS' },
  AUDITLOG: { READ: 'VIEW LIST EXPORT', CREATE: '', UPDATE: '', DELETE: '' },
  SYSTEM_SETTINGS: { READ: 'VIEW', CREATE: '', DELETE: '' },
  TENANT_SETTINGS: { READ: 'VIEW', CREATE: '', DELETE: '' },
  COPILOT: { READ: 'USE', CREATE: '', UPDATE: '', DELETE: '' },
  BINDING: { UPDATE: '' },
  INVITATION: { UPDATE: '' },
};

/**
 * `RESOURCE:ACTION` of everything that the map grants, each once. Older verbs and resource names may be mixed with the
 * newer ones. CREATE, UPDATE and DELETE are words of both eras, and mean more in the older one: they are read so beside a
 * READ, and in a map that has none of the newer words; otherwise each grants itself alone. Throws {@link InvalidEntity} that lists every unknown resource and action.
 */
export function expandPermissions(permissions: PermissionMap): ReadonlySet<string> {
  const granted = new Set<string>();
  const problems: ErrorProblem[] = [];
  const isOlderMap = Object.values(permissions).every((actions) => actions.every((action) => verbs.has(action)));
  for (const [written, actions] of Object.entries(permissions)) {
    const isOlder = isOlderMap || actions.includes('READ');
    if (written === 'IMPERSONATE') {
      if (actions.length > 0) granted.add('USER:IMPERSONATE');
      continue;
    }
    for (const name of resourceNames(written)) {
      for (const action of actions) {
        if (isOlder && verbs.has(action)) expandVerb(name, action as Verb, granted);
        else if (resources.get(name)!.actions.includes(action)) granted.add(`${name}:${action}`);
        else problems.push(unknownAction(name, written, action));
      }
    }
    if (resourceNames(written).length === 0) {
      problems.push({
        message: `unknown resource '${written}'; known are ${[...resources.keys()].join(', ')}`,
        path: 'permissions',
      });
    }
  }
  if (problems.length > 0) {
    throw new InvalidEntity(
      { reason: problems.map(({ message }) => `permissions: ${message}`).join(', ') },
      { problems },
    );
  }
  return granted;
}

function resourceNames(written: string): readonly string[] {
  const name = written.toUpperCase();
  if (Object.hasOwn(renamed, name)) return renamed[name]!;
  if (resources.has(name)) return [name];
  // Plural names of the first era: FLOWS, EXECUTIONS …
  return name.endsWith('S') && resources.has(name.slice(0, -1)) ? [name.slice(0, -1)] : [];
}

function expandVerb(name: string, verb: Verb, granted: Set<string>): void {
  const meaning = meanings[name]?.[verb] ?? (verb === 'READ' ? 'VIEW LIST' : verb);
  for (const single of meaning.split(' ')) {
    if (resources.get(name)!.actions.includes(single)) granted.add(`${name}:${single}`);
  }
}

function unknownAction(name: string, written: string, action: string): ErrorProblem {
  const { actions } = resources.get(name)!;
  return {
    message: `unknown action '${action}' of ${written}; known are ${actions.join(', ')}`,
    path: `permissions.${written}`,
  };
}
