/** Task types that the engine carries out itself, by their canonical names. */
import { approval } from './approval.ts';
import type { Flowable } from './flowable.ts';
import { eachParallel, eachSequential, forEach } from './for-each.ts';
import { forEachItem, forEachItemItems } from './for-each-item.ts';
import { ifTask } from './if.ts';
import { loop } from './loop.ts';
import { loopUntil } from './loop-until.ts';
import { dag, parallel } from './parallel.ts';
import { pause } from './pause.ts';
import { allowFailure, sequential } from './sequential.ts';
import { subflow } from './subflow.ts';
import { switchTask } from './switch.ts';
import { template } from './template.ts';
import { workingDirectory } from './working-directory.ts';

const prefix = 'io.kestra.plugin.core.flow.';

export const workingDirectoryType = `${prefix}WorkingDirectory`;
export const forEachItemType = `${prefix}ForEachItem`;
export const pauseType = `${prefix}Pause`;
export const approvalType = `${prefix}Approval`;
export const loopType = `${prefix}Loop`;
export const dagType = `${prefix}Dag`;

const flowables: ReadonlyMap<string, Flowable> = new Map([
  [`${prefix}Sequential`, sequential],
  [`${prefix}AllowFailure`, allowFailure],
  [`${prefix}Parallel`, parallel],
  [dagType, dag],
  [`${prefix}If`, ifTask],
  [`${prefix}Switch`, switchTask],
  [`${prefix}ForEach`, forEach],
  [`${prefix}EachSequential`, eachSequential],
  [`${prefix}EachParallel`, eachParallel],
  [`${prefix}LoopUntil`, loopUntil],
  [loopType, loop],
  [pauseType, pause],
  [approvalType, approval],
  [`${prefix}Subflow`, subflow],
  [`${prefix}Template`, template],
  [forEachItemType, forEachItem],
  [`${forEachItemType}$ForEachItemExecutable`, forEachItemItems],
  [workingDirectoryType, workingDirectory],
]);

/** How a type orders its children; undefined when it is a task that is run. */
export function flowableOf(type: string): Flowable | undefined {
  return flowables.get(type);
}

/** Canonical names of every type that the engine carries out itself. */
export const engineTaskTypes: readonly string[] = [...flowables.keys()];
