/** Chunks by the shape that they were made from: templates and fragments, each known by its own chunks. */
interface Shapes {
  readonly following: WeakMap<readonly string[], Shapes>;
  chunks?: readonly string[];
}

const shapes: Shapes = { following: new WeakMap() };

/** The chunks of the shape, made once. */
export function chunksOfShape(shape: readonly (readonly string[])[], make: () => readonly string[]): readonly string[] {
  let known = shapes;
  for (const part of shape) {
    let next = known.following.get(part);
    if (next === undefined) known.following.set(part, (next = { following: new WeakMap() }));
    known = next;
  }
  return (known.chunks ??= make());
}
