import type { ContextFunction } from '../context.ts';
import { javaText } from '../values/java-text.ts';
import { memberOf } from '../values/member.ts';
import { parseJson } from '../values/parse-json.ts';
import { plainValue } from '../values/plain-value.ts';
import { freePort } from './free-port.ts';

/** What services would hold: key-value pairs and secrets by namespace, texts of files by their `kestra:///` address. */
export interface MemoryServices {
  readonly kv?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** The functions of a host, answered from memory; namespace and execution are read out of the variables. */
export function memoryFunctions(
  services: MemoryServices,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, ContextFunction>> {
  const namespaceOf = (given: unknown) => javaText(given ?? memberOf(own(variables, 'flow'), 'namespace') ?? '');
  const contentOf = (args: Readonly<Record<string, unknown>>) => {
    const address = addressOf(javaText(args['path']), namespaceOf(args['namespace']), variables);
    return own(services.files, address) as string | undefined;
  };
  const existing = (args: Readonly<Record<string, unknown>>) => {
    const content = contentOf(args);
    if (content === undefined) throw new Error(`File '${javaText(args['path'])}' does not exist`);
    return content;
  };
  return {
    kv: ({ key, namespace, errorOnMissing }) => {
      const name = namespaceOf(namespace);
      const value = findIn(services.kv, name, javaText(key), namespace === undefined);
      if (value === undefined && errorOnMissing !== false) {
        throw new Error(`The key '${javaText(key)}' does not exist in the namespace '${name}'.`);
      }
      return value ?? null;
    },
    secret: ({ key, namespace, subkey, full }) => {
      const value = findIn(services.secrets, namespaceOf(namespace), javaText(key), true);
      if (value === undefined) throw new Error(`Cannot find secret for key '${javaText(key)}'.`);
      if (full === true) return { value, metadata: {} };
      if (subkey === undefined || subkey === null || subkey === '') return value;
      const part = memberOf(parseJson(javaText(value)), javaText(subkey));
      if (part === undefined) throw new Error(`Cannot find subkey '${javaText(subkey)}' in secret '${javaText(key)}'.`);
      return plainValue(part);
    },
    read: existing,
    fileSize: (args) => new TextEncoder().encode(existing(args)).length,
    fileExists: (args) => contentOf(args) !== undefined,
    isFileEmpty: (args) => existing(args) === '',
    randomPort: freePort,
  };
}

/** Own properties only: names come from templates. */
function own(record: Readonly<Record<string, unknown>> | undefined, key: string): unknown {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function findIn(
  byNamespace: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined,
  namespace: string,
  key: string,
  inherits: boolean,
): unknown {
  for (let name = namespace; ; name = name.slice(0, name.lastIndexOf('.'))) {
    const value = own(own(byNamespace, name) as Readonly<Record<string, unknown>> | undefined, key);
    if (value !== undefined || !inherits || !name.includes('.')) return value;
  }
}

/** A namespace file, or an internal file, which must belong to this execution or to the one that triggered it. */
function addressOf(path: string, namespace: string, variables: Readonly<Record<string, unknown>>): string {
  if (path.split('/').includes('..')) throw new Error("Path must not contain '../'");
  const files = `kestra:///${namespace.replaceAll('.', '/')}/_files/`;
  if (!path.startsWith('kestra:///')) return `${files}${path.replace(/^\/+/, '')}`;
  if (path.startsWith(files)) return path;
  const flow = own(variables, 'flow');
  const trigger = own(variables, 'trigger');
  const owners = [
    [memberOf(flow, 'namespace'), memberOf(flow, 'id'), memberOf(own(variables, 'execution'), 'id')],
    [memberOf(trigger, 'namespace'), memberOf(trigger, 'flowId'), memberOf(trigger, 'executionId')],
  ];
  const belongs = owners.some(([owner, flowId, executionId]) => {
    if (typeof owner !== 'string' || typeof flowId !== 'string' || typeof executionId !== 'string') return false;
    return path.startsWith(`kestra:///${owner.replaceAll('.', '/')}/${flowId}/executions/${executionId}/`);
  });
  if (belongs) return path;
  throw new Error(`Unable to read the file '${path}' as it didn't belong to the current execution`);
}
