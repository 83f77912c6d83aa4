/** Where the tasks and triggers of a flow stand in its source, by its indentation alone. */
import { childOf, descendants, outlineOf, type OutlineNode } from './outline.ts';

/** Lines and columns count from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** The id of the innermost task or trigger that an offset lies in; undefined outside of all. */
export function taskAt(source: string, offset: number): string | undefined {
  const before = thingsIn(source).filter(({ from, to }) => from <= offset && offset < to);
  return before.at(-1)?.id;
}

/** Where the task or trigger of this id begins; undefined when the outline shows none. */
export function placeOfTask(source: string, id: string): SourcePlace | undefined {
  const found = thingsIn(source).find((thing) => thing.id === id);
  if (found === undefined) return undefined;
  const lines = source.slice(0, found.from).split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

interface Thing {
  readonly id: string;
  readonly from: number;
  /** Where the next thing beside it or above it begins. */
  readonly to: number;
}

const holders: ReadonlySet<string> = new Set(['tasks', 'triggers', 'errors', 'finally', 'afterExecution']);

/** Outer ones first. */
function thingsIn(source: string): readonly Thing[] {
  const outline = outlineOf(source);
  const all = outline.children
    .filter(({ key }) => holders.has(key))
    .flatMap((holder) => [holder, ...descendants(holder)]);
  const every = [...outline.children.flatMap((child) => [child, ...descendants(child)])];
  const indexOf = new Map(every.map((node, index) => [node, index]));
  return all.flatMap((node) => {
    const id = childOf(node, 'id')?.value ?? '';
    if (id === '' || childOf(node, 'type') === undefined) return [];
    const next = every[indexOf.get(node)! + 1 + descendants(node).length] as OutlineNode | undefined;
    return [{ id, from: node.from, to: next?.from ?? source.length + 1 }];
  });
}
