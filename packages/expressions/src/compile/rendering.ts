import type { CallEnvironment } from '../call-environment.ts';
import type { Context } from '../context.ts';
import { defaultLimits } from '../limits.ts';
import type { Limits } from '../limits.ts';
import { ValueError } from '../values/value-error.ts';
import { Budget } from './budget.ts';
import type { Program } from './program.ts';
import type { Scope } from './scope.ts';
import { findInScopes, newScope, seesContext } from './scope.ts';
import type { Shield } from './shield.ts';
import type { TypedOutput } from './typed-output.ts';

/** One rendering of one template, from its first to its last character. */
export class Rendering implements CallEnvironment {
  readonly program: Program;
  readonly context: Context;
  /** The rendering whose template called `render()`. */
  readonly parent: Rendering | undefined;
  readonly limits: Limits;
  /** Values of the root variables by their index in the program; undefined is not looked up yet, `absent` not there. */
  readonly roots: unknown[];
  scope: Scope | undefined;
  out = '';
  typed: TypedOutput | undefined;
  /** Inside macros, blocks that are called and filter tags, maps and lists print as Java text. */
  printsJavaText = false;
  shield: Shield | undefined;
  /** Whether promises of functions are awaited. */
  readonly waits: boolean;
  depth: number;
  readonly renderDepth: number;
  #budget: Budget | undefined;
  #memo: Map<string, unknown> | undefined;
  #secrets: string[] | undefined;
  /** Lists that `sort` and `reverse` changed, by the list they were. */
  replaced: WeakMap<readonly unknown[], readonly unknown[]> | undefined;

  constructor(program: Program, context: Context, waits: boolean, parent?: Rendering, budget?: Budget) {
    this.program = program;
    this.context = context;
    this.parent = parent;
    this.limits =
      parent?.limits ?? (context.limits === undefined ? defaultLimits : { ...defaultLimits, ...context.limits });
    this.roots = program.rootNames.length === 0 ? noRoots : program.noRootYet.slice();
    this.scope = program.hasScopes ? newScope('template', parent?.scope) : parent?.scope;
    this.typed = undefined;
    this.waits = waits;
    this.#budget = budget;
    this.shield = parent?.shield;
    this.depth = parent?.depth ?? 0;
    this.renderDepth = parent === undefined ? 0 : parent.renderDepth + 1;
    this.replaced = parent?.replaced;
  }

  get budget(): Budget {
    if (this.parent !== undefined) return this.parent.budget;
    this.#budget ??= new Budget(this.limits);
    return this.#budget;
  }

  charge(steps: number): void {
    this.budget.charge(steps);
  }

  get timeZone(): string {
    return this.context.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  get locale(): string {
    return this.context.locale ?? 'en';
  }

  now(): number {
    return this.context.now?.() ?? Date.now();
  }

  random(): number {
    return this.context.random?.() ?? Math.random();
  }

  /** The value of a root by index and name, looked up once; `absent` when there is none. */
  root(index: number, name: string): unknown {
    const known = this.roots[index];
    if (known !== undefined) return known;
    const value = this.parent === undefined ? lookup(this.context, name) : this.parent.rootByName(name);
    this.roots[index] = value;
    return value;
  }

  rootByName(name: string): unknown {
    if (this.parent !== undefined) return this.parent.rootByName(name);
    const index = this.program.rootNames.indexOf(name);
    if (index !== -1) return this.root(index, name);
    this.#memo ??= new Map();
    let value = this.#memo.get(name);
    if (value === undefined) {
      value = lookup(this.context, name);
      this.#memo.set(name, value);
    }
    return value;
  }

  variable(name: string): unknown {
    const found = this.scope === undefined ? undefined : findInScopes(this.scope, name);
    if (found !== undefined || !seesContext(this.scope)) return found;
    const root = this.rootByName(name);
    return root === absent ? undefined : root;
  }

  variables(): Readonly<Record<string, unknown>> {
    const all: Record<string, unknown> = Object.create(null);
    for (const name of this.context.names()) {
      const value = this.rootByName(name);
      if (value !== absent) all[name] = value;
    }
    return all;
  }

  /** Names that a suggestion may name. */
  *knownNames(): Iterable<string> {
    for (let scope = this.scope; scope !== undefined; scope = scope.parent) {
      yield* scope.variables?.keys() ?? [];
      if (scope.loopName !== undefined) yield scope.loopName;
      if (scope.kind === 'macro') return;
    }
    yield* this.context.names();
  }

  replaceList(original: readonly unknown[], changed: readonly unknown[]): void {
    this.replaced ??= new WeakMap();
    this.replaced.set(original, changed);
  }

  /** Secrets that look like expressions: they are never rendered again. */
  noteSecret(text: string): void {
    if (this.parent !== undefined) return this.parent.noteSecret(text);
    if (!text.includes('{')) return;
    this.#secrets ??= [];
    this.#secrets.push(text, JSON.stringify(text).slice(1, -1));
  }

  get secrets(): readonly string[] {
    return this.parent === undefined ? (this.#secrets ?? []) : this.parent.secrets;
  }

  enter(): void {
    if (++this.depth > this.limits.depth) {
      throw new ValueError(`Macros and blocks call each other more than ${this.limits.depth} deep`, 'limit');
    }
  }

  leave(): void {
    this.depth--;
  }
}

/** Stands for a root variable that the context does not have. */
export const absent: unique symbol = Symbol('absent');

const noRoots: unknown[] = [];

function lookup(context: Context, name: string): unknown {
  const value = context.lookup(name);
  return value === undefined ? globalOf(context, name) : value;
}

/** `locale` is there in every template, unless the context has a variable of that name. */
function globalOf(context: Context, name: string): unknown {
  return name === 'locale' ? (context.locale ?? 'en') : absent;
}
