/** Finds what guards tenants and permissions in a source, and how each such check is made removable. */
import { parseAst } from 'vitest/node';

export interface Check {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  /** The check as it is written. */
  readonly text: string;
}

/** What is put around a piece of source so that the check in it can be removed while tests run. */
export interface Wrap {
  readonly check: Check;
  readonly start: number;
  readonly end: number;
  /** `removed` is an expression: whether this check is the one that is removed. */
  before(removed: string): string;
  readonly after: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Throw when something is missing or wrong, which is no question of rights. */
const noRights = new Set([
  'demandAnotherSuperadmin',
  'demandConfirmed',
  'demandExistingNamespace',
  'demandKeysAndValues',
  'demandMember',
  'demandNotIgnored',
  'demandOther',
  'demandPending',
  'demandRoom',
  'demandUnused',
]);
const questions = new Set([
  'can',
  'canExecute',
  'isOpen',
  'isVisible',
  'isVisibleNamespace',
  'isWithinNamespace',
  'maySee',
  'namespaceAllows',
]);
const refusals = new Set(['Forbidden', 'MissingPermission', 'NotFound', 'TenantSuspended', 'Unauthenticated']);
/** Expressions that name the tenant in a key: of a cache, a lock, a map. */
const tenantInKey = /^(key|scope\.key|tenantKey|(\w+\.)+tenantKey|tenant\.key)$/;
const tenantCondition = /(?<!set )(?:\b\w+\.)?tenant_id = (?:\?\d*|\$\{(?:key|tenant|tenantKey)\}|\w+\.tenant_id)/g;

/** In the order in which they are written; what contains others comes before them. */
export function findChecks(file: string, source: string): readonly Wrap[] {
  const wraps: Wrap[] = [];
  const program = parseAst(source, { lang: 'ts' }, file) as unknown as Node;
  visit(program, undefined, (node, parent) => wraps.push(...wrapsOf(file, source, node, parent)));
  return wraps;
}

function wrapsOf(file: string, source: string, node: Node, parent: Node | undefined): readonly Wrap[] {
  const found = (kind: string, around: Node, before: Wrap['before'], after: string, text?: string): Wrap => ({
    check: { file, line: lineOf(source, node.start), kind, text: oneLine(text ?? textOf(source, node)) },
    start: around.start,
    end: around.end,
    before,
    after,
  });
  const orTrue = (kind: string): Wrap[] => [found(kind, node, (removed) => `(${removed} || `, ')')];
  switch (node.type) {
    case 'ExpressionStatement': {
      const name = calleeOf(withoutAwait(node['expression'] as Node));
      if (name?.startsWith('demand') !== true || noRights.has(name)) return [];
      return [found('demand', node, (removed) => `{ if (!${removed}) { `, ' } }')];
    }
    case 'CallExpression': {
      const name = calleeOf(node);
      const args = node['arguments'] as readonly Node[];
      if (name !== undefined && questions.has(name)) return orTrue('question');
      if (name === 'visibleNamespaces') return [found('visible', node, (removed) => `(${removed} ? 'all' : `, ')')];
      if (name === 'visibleIn') return [found('visible', args[1]!, (removed) => `(${removed} ? 'all' : `, ')')];
      if (name === 'openNamespaceFiles') return [found('files', args[1]!, otherTenant, ')')];
      const callee = textOf(source, node['callee'] as Node);
      // The other tenant of `otherTenant` itself
      if (args[0] !== undefined && textOf(source, args[0]) === 'defaultTenantKey') return [];
      if (/(^|\.)store\.scope$/.test(callee)) return [found('scope', args[0]!, otherTenant, ')')];
      if (/(^|\.)files\.open$/.test(callee)) return [found('files', args[0]!, otherTenant, ')')];
      return [];
    }
    case 'IfStatement': {
      const test = node['test'] as Node;
      const thrown = thrownBy(node['consequent'] as Node);
      if (thrown === undefined || !refusals.has(thrown) || /^[\w.]+ === undefined$/.test(textOf(source, test)))
        return [];
      return [found('refusal', test, (removed) => `(!${removed} && (`, '))')];
    }
    case 'Property': {
      const key = node['key'] as Node;
      const value = node['value'] as Node;
      const text = textOf(source, value);
      const isAccess = file.startsWith('packages/contract/') && key['name'] === 'access' && node['shorthand'] !== true;
      if (!isAccess || /kind: '(public|signed-in)'/.test(text) || parent?.type !== 'ObjectExpression') return [];
      return [found('route', value, (removed) => `(${removed} ? { kind: 'signed-in' } : `, ')')];
    }
    case 'TemplateLiteral': {
      const text = textOf(source, node);
      if (text.includes('tenant_id'))
        return sqlWraps(source, node, parent?.type === 'TaggedTemplateExpression' ? parent : node, found);
      // A text with spaces is a message
      if (!/^packages\/(services|server|runtime)\//.test(file) || text.includes(' ')) return [];
      const named = (node['expressions'] as readonly Node[]).filter((part) => tenantInKey.test(textOf(source, part)));
      return named.map((part) => found('key', part, (removed) => `(${removed} ? 'any' : `, ')', text));
    }
    case 'Literal':
      return typeof node['value'] === 'string' ? sqlWraps(source, node, node, found) : [];
    default:
      return [];
  }
}

/** Each condition on the tenant is one check: the text with it, or without. */
function sqlWraps(
  source: string,
  node: Node,
  around: Node,
  found: (kind: string, around: Node, before: Wrap['before'], after: string, text: string) => Wrap,
): readonly Wrap[] {
  const text = textOf(source, around);
  const offset = node.start - around.start;
  return [...text.slice(offset).matchAll(tenantCondition)].map((match) => {
    const at = offset + match.index;
    const without = `${text.slice(0, at)}(${match[0]} or 1 = 1)${text.slice(at + match[0].length)}`;
    return found('sql', around, (removed) => `(${removed} ? ${without} : `, ')', `${match[0]} in ${text}`);
  });
}

const otherTenant = (removed: string): string => `(${removed} ? '_default' : `;

function thrownBy(consequent: Node): string | undefined {
  const only =
    consequent.type === 'BlockStatement' ? ((consequent['body'] as readonly Node[]).at(-1) ?? consequent) : consequent;
  if (only.type !== 'ThrowStatement') return undefined;
  const thrown = only['argument'] as Node;
  return thrown.type === 'NewExpression' ? ((thrown['callee'] as Node)['name'] as string | undefined) : undefined;
}

function withoutAwait(node: Node): Node {
  return node.type === 'AwaitExpression' ? (node['argument'] as Node) : node;
}

function calleeOf(node: Node): string | undefined {
  return node.type === 'CallExpression' ? ((node['callee'] as Node)['name'] as string | undefined) : undefined;
}

function visit(node: Node, parent: Node | undefined, meet: (node: Node, parent: Node | undefined) => void): void {
  meet(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, node, meet);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

const textOf = (source: string, { start, end }: Node): string => source.slice(start, end);
const lineOf = (source: string, at: number): number => source.slice(0, at).split('\n').length;
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
