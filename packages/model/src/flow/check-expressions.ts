/** Every expression of a flow, parsed when it is saved: warnings for what cannot work and for names that nothing defines. */
import { analyze, hasExpression } from '@windhover/expressions';
import type { Reference } from '@windhover/expressions';
import { expressionRoots } from '../expression-roots.ts';
import { nearestName } from '../nearest-name.ts';
import type { Path } from '../problem.ts';
import type { Within } from '../source/locator.ts';
import { checkCode } from './check-code.ts';
import { isData, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

/** What the flow defines, by root. A root that is absent here is not looked into. */
export interface DefinedNames {
  readonly inputs?: ReadonlySet<string>;
  /** Those that take any text. */
  readonly freeInputs?: ReadonlySet<string>;
  readonly outputs?: ReadonlySet<string>;
  readonly vars?: ReadonlySet<string>;
}

/** Texts that are no templates: documentation, and the server's own. */
const noTemplates: ReadonlySet<string> = new Set(['description', 'displayName', 'source']);

export function checkExpressions(reading: Reading, document: Data, names: DefinedNames): void {
  for (const [key, value] of Object.entries(document)) {
    if (noTemplates.has(key)) continue;
    // The outputs that a trigger sees are those of another flow; the names in defaults are those of whoever gets them.
    const known = key === 'triggers' || key === 'pluginDefaults' || key === 'taskDefaults' ? {} : names;
    visit(reading, value, [key], { names: known, freeInputs: names.freeInputs ?? new Set() });
  }
}

interface Surroundings {
  /** Undefined: the template has variables of its own, so only its syntax is looked at. */
  readonly names: DefinedNames | undefined;
  readonly freeInputs: ReadonlySet<string>;
  readonly isCode?: boolean;
}

function visit(reading: Reading, value: unknown, path: Path, around: Surroundings): void {
  if (typeof value === 'string') {
    if (hasExpression(value)) checkTemplate(reading, value, path, around);
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(reading, item, [...path, index], around);
    return;
  }
  if (!isData(value)) return;
  const plugin = typeof value['type'] === 'string' ? reading.catalog.find(value['type']) : undefined;
  for (const [key, item] of Object.entries(value)) {
    if (noTemplates.has(key)) continue;
    const otherScope = plugin?.verbatim?.includes(key) === true;
    const ownInputs = plugin !== undefined && asksFor(plugin.type) === key;
    const childOutputs = key === 'outputs' && plugin?.type.endsWith('.flow.Subflow') === true;
    visit(reading, item, [...path, key], {
      names: otherScope ? undefined : childOutputs ? {} : ownInputs ? withoutInputs(around.names) : around.names,
      freeInputs: around.freeInputs,
      isCode: plugin?.code?.includes(key) === true,
    });
  }
}

/** The property with the inputs that a task asks for: in their expressions they stand beside those of the flow. */
function asksFor(type: string): string | undefined {
  if (type.endsWith('.flow.Pause')) return 'onResume';
  return type.endsWith('.flow.Approval') ? 'inputs' : undefined;
}

function withoutInputs(names: DefinedNames | undefined): DefinedNames | undefined {
  if (names === undefined) return undefined;
  const { inputs: _inputs, ...others } = names;
  return others;
}

function checkTemplate(
  reading: Reading,
  template: string,
  path: Path,
  { names, freeInputs, isCode = false }: Surroundings,
): void {
  const analysis = analyze(template);
  for (const problem of analysis.problems) {
    // A warning: flows were always accepted with expressions that fail when they run, and some fail on purpose
    report(reading, path, {
      severity: 'warning',
      code: 'EXPRESSION',
      message: problem.message,
      part: within(template, problem),
      remedy: problem.suggestion === undefined ? undefined : `Write '${problem.suggestion}'.`,
    });
  }
  if (isCode) checkCode(reading, path, analysis, freeInputs, (part) => within(template, part));
  if (names === undefined) return;
  for (const reference of analysis.references) checkReference(reading, template, reference, path, names);
}

function checkReference(
  reading: Reading,
  template: string,
  reference: Reference,
  path: Path,
  names: DefinedNames,
): void {
  const [root, name] = reference.path;
  if (root === undefined) return;
  const part = within(template, reference);
  if (!expressionRoots.includes(root))
    return warn(reading, path, `Unknown variable '${root}'`, part, root, expressionRoots);
  const known = root === 'inputs' || root === 'outputs' || root === 'vars' ? names[root] : undefined;
  if (known === undefined || name === undefined || known.has(name)) return;
  const dashed = /^-[\w-]+/.exec(template.slice(reference.end))?.[0];
  if (dashed !== undefined && reference.path.length === 2 && known.has(name + dashed)) {
    const written = `${root}.${name}${dashed}`;
    report(reading, path, {
      code: 'EXPRESSION',
      message: `${written}: a name with a dash needs brackets, write ${root}['${name}${dashed}']`,
      part,
    });
    return;
  }
  const what = root === 'inputs' ? 'input' : root === 'outputs' ? 'task' : 'variable';
  warn(reading, path, `'${root}.${name}': the flow has no ${what} '${name}'`, part, name, known);
}

function warn(
  reading: Reading,
  path: Path,
  message: string,
  part: Within,
  name: string,
  known: Iterable<string>,
): void {
  const nearest = nearestName(name, known);
  report(reading, path, {
    severity: 'warning',
    code: 'UNKNOWN_NAME',
    message: nearest === undefined ? message : `${message}, did you mean '${nearest}'?`,
    part,
    remedy: nearest === undefined ? undefined : `Write '${nearest}'.`,
  });
}

type Place = Pick<Reference, 'line' | 'column' | 'start' | 'end'>;

function within(text: string, { line, column, start, end }: Place): Within {
  return { text, line, column, length: Math.max(1, end - start) };
}
