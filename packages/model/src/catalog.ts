/** What the model must know of a plugin to check a flow that uses it; the plugin SDK's definitions satisfy it. */
import type { z } from 'zod';
import type { PluginDefault } from './flow.ts';

export type PluginKind = 'flowable' | 'inline' | 'runnable' | 'trigger' | 'condition' | 'taskRunner';

/** A property of a flowable that holds child tasks, and the branch of `TaskChildren` that they become. */
export interface Branch {
  readonly property: string;
  readonly into: 'tasks' | 'then' | 'else' | 'cases' | 'defaults' | 'dag' | 'errors' | 'finally';
  /** Absent and empty are refused. */
  readonly required?: boolean;
  /** Holds one task, not a list. */
  readonly single?: boolean;
}

export interface PluginDescription {
  /** Canonical type name, e.g. `io.kestra.plugin.core.log.Log`. */
  readonly type: string;
  readonly aliases: readonly string[];
  readonly kind: PluginKind;
  readonly title: string;
  readonly description: string;
  /** Shape of the type's own properties once rendered; common properties (id, retry …) are not in it. */
  readonly properties: z.ZodObject;
  readonly outputs?: z.ZodType | undefined;
  readonly examples?: readonly { readonly title: string; readonly code: string }[] | undefined;
  readonly deprecated?: boolean | undefined;
  /** Names of properties whose texts the type renders itself, with variables of its own. */
  readonly verbatim?: readonly string[] | undefined;
  /** Names of properties that hold programs: what is written into their texts becomes part of what is run. */
  readonly code?: readonly string[] | undefined;
  /** Of triggers: whether they look again and again for something that starts an execution. */
  readonly polls?: boolean | undefined;
  /** Of flowables: where their children are. `errors` and `finally` are those that its properties name, and not listed. */
  readonly branches?: readonly Branch[] | undefined;
}

export interface PluginCatalog {
  /** By canonical name or any alias, exact and case-sensitive. */
  find(type: string): PluginDescription | undefined;
  list(): readonly PluginDescription[];
  /** Whether the instance has such a type, and does not let flows use it. Absent: all that it has may be used. */
  isRefused?(type: string): boolean;
  /** Plugin defaults of the whole instance: the outermost level. */
  readonly defaults: readonly PluginDefault[];
}
