/** Flows and which of them start which, as they are drawn. */
import type { WireDependencies } from '../api/graphs.ts';
import { dependencyText as words } from '../messages/en-dependencies.ts';
import type { Drawing } from './drawing.ts';

export interface DependencyDrawing {
  readonly drawing: Drawing;
  /** Flows that neither start another one nor are started by one: they are not drawn. */
  readonly alone: number;
}

/** `here` is drawn in any case: the flow that is looked at. */
export function toDependencyDrawing({ nodes, edges }: WireDependencies, here?: string): DependencyDrawing {
  const joined = new Set(edges.flatMap(({ source, target }) => [source, target]));
  const drawn = nodes.filter(({ uid }) => joined.has(uid) || uid === here);
  return {
    drawing: {
      boxes: drawn.map(({ uid, namespace, id }) => ({ id: uid, kind: 'flow', flow: { namespace, id } })),
      arrows: edges.map(({ source, target, relation }) => ({
        id: `${source} ${relation} ${target}`,
        from: source,
        to: target,
        label: words.relations[relation],
      })),
    },
    alone: nodes.length - drawn.length,
  };
}
