/** Ids of one cycle, in order; undefined when there is none. Iterative: a chain may be long. */
export function findCycle(dependencies: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of dependencies.keys()) {
    const trail: { id: string; next: number }[] = [{ id: start, next: 0 }];
    const open = new Set([start]);
    while (trail.length > 0) {
      const top = trail[trail.length - 1]!;
      const target = done.has(top.id) ? undefined : dependencies.get(top.id)?.[top.next];
      top.next += 1;
      if (target === undefined) {
        done.add(top.id);
        open.delete(top.id);
        trail.pop();
      } else if (open.has(target)) {
        return trail.slice(trail.findIndex((step) => step.id === target)).map((step) => step.id);
      } else if (!done.has(target)) {
        trail.push({ id: target, next: 0 });
        open.add(target);
      }
    }
  }
  return undefined;
}
