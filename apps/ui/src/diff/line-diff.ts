export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Line number on its side, from 1; undefined where the line does not exist. */
  readonly left: number | undefined;
  readonly right: number | undefined;
}

/** The shortest edit of `before` into `after`, line by line (Myers). Equal lines at both ends are set aside first. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const left = before.split('\n');
  const right = after.split('\n');
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  )
    tail += 1;

  const lines: DiffLine[] = [];
  const same = (at: number, over: number) =>
    lines.push({ kind: 'same', text: left[at]!, left: at + 1, right: over + 1 });
  for (let at = 0; at < head; at += 1) same(at, at);
  let at = head;
  let over = head;
  for (const step of editScript(left.slice(head, left.length - tail), right.slice(head, right.length - tail))) {
    if (step === 'same') same(at++, over++);
    else if (step === 'removed') lines.push({ kind: 'removed', text: left[at]!, left: ++at, right: undefined });
    else lines.push({ kind: 'added', text: right[over]!, left: undefined, right: ++over });
  }
  for (let index = 0; index < tail; index += 1) same(at + index, over + index);
  return lines;
}

function editScript(left: readonly string[], right: readonly string[]): readonly DiffLine['kind'][] {
  const reach = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= left.length + right.length; edits += 1) {
    trace.push(new Map(reach));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && reach.get(diagonal - 1)! < reach.get(diagonal + 1)!);
      let x = down ? reach.get(diagonal + 1)! : reach.get(diagonal - 1)! + 1;
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= left.length && x - diagonal >= right.length) return walkBack(trace, left.length, right.length);
    }
  }
  return [];
}

function walkBack(trace: readonly Map<number, number>[], endX: number, endY: number): readonly DiffLine['kind'][] {
  const steps: DiffLine['kind'][] = [];
  let x = endX;
  let y = endY;
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const reach = trace[edits]!;
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && reach.get(diagonal - 1)! < reach.get(diagonal + 1)!);
    const previous = down ? diagonal + 1 : diagonal - 1;
    const previousX = reach.get(previous)!;
    const previousY = previousX - previous;
    while (x > previousX && y > previousY) {
      steps.push('same');
      x -= 1;
      y -= 1;
    }
    if (edits > 0) steps.push(down ? 'added' : 'removed');
    x = previousX;
    y = previousY;
  }
  return steps.reverse();
}
