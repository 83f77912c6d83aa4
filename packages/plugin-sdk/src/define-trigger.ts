/** A polling trigger as a typed object: a schema for its properties, one for what it finds, and `evaluate`. */
import type { z } from 'zod';
import { pollingProperties, type HttpClient, type JsonObject, type PluginDescription } from '@windhover/model';
import type { TaskLog, TaskServices } from './run-context.ts';

export interface PollingTrigger<Properties extends z.ZodObject = z.ZodObject, Outputs extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly aliases?: readonly string[];
  readonly title: string;
  /** Markdown: the editor's help and the manual. */
  readonly description: string;
  /** Shape once rendered; `interval` is added to it. Texts are templates, except in those named in `verbatim`. */
  readonly properties: Properties;
  /** Names of properties whose texts reach `evaluate` unrendered (it renders them itself, with variables of its own). */
  readonly verbatim?: readonly string[];
  readonly outputs?: Outputs;
  readonly examples?: readonly { readonly title: string; readonly code: string }[];
  readonly deprecated?: boolean;
  /**
   * Looks whether there is something to do. What it answers starts one execution, which sees it as `trigger`; undefined
   * starts none. A rejection is shown in the trigger's state, and makes a FAILED execution where the flow asks for one. Called
   * again `interval` after it has answered; and once more at the same date when the server died before the answer was stored,
   * so what it finds must still be there then.
   */
  evaluate(context: TriggerContext<z.output<Properties>>): Promise<z.output<Outputs> | undefined>;
}

/** A trigger of any schema, as registries hold it. */
export type AnyTrigger = Omit<PollingTrigger, 'evaluate'> & { evaluate(context: never): Promise<unknown> };

/** All that an evaluation sees of the world. */
export interface TriggerContext<Properties> {
  /** Rendered and checked against the schema. */
  readonly properties: Properties;
  readonly trigger: TriggerInfo;
  /** Aborted when the time for an evaluation is over, and when nobody wants its answer any more. */
  readonly signal: AbortSignal;
  /** Renders a template (or the texts in a map or list) with the variables of the flow and `extra`. */
  render(template: unknown, extra?: JsonObject): Promise<unknown>;
  readonly services: TaskServices;
  /** The only way to servers outside, as in a task. */
  readonly http: HttpClient;
  /** A line of the trigger's log, which belongs to no execution; kept when the evaluation has ended. */
  readonly log: TaskLog;
  /** Why nothing is started, for the state of the trigger; the last word counts. */
  explain(reason: string): void;
}

export interface TriggerInfo {
  readonly id: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly flowRevision: number;
  /** The tenant's public id; undefined for the default tenant. */
  readonly tenantId: string | undefined;
}

export function defineTrigger<Properties extends z.ZodObject, Outputs extends z.ZodType>(
  trigger: PollingTrigger<Properties, Outputs>,
): PollingTrigger<Properties, Outputs> {
  return trigger;
}

/** The trigger as the catalogue of the model sees it. */
export function describeTrigger(trigger: AnyTrigger): PluginDescription {
  return {
    ...trigger,
    kind: 'trigger',
    polls: true,
    aliases: trigger.aliases ?? [],
    properties: trigger.properties.extend(pollingProperties),
  };
}
