/** Binding power of binary operators; higher binds tighter, all associate to the left. */
export const binaryPrecedence: ReadonlyMap<string, number> = new Map([
  ['..', 120],
  ['??', 120],
  ['???', 120],
  ['isIn', 120],
  ['~', 110],
  ['|', 100],
  ['*', 60],
  ['/', 60],
  ['%', 60],
  ['+', 40],
  ['-', 40],
  ['==', 30],
  ['equals', 30],
  ['!=', 30],
  ['<', 30],
  ['>', 30],
  ['<=', 30],
  ['>=', 30],
  ['is', 20],
  ['is not', 20],
  ['contains', 20],
  ['and', 15],
  ['or', 10],
]);

export const unaryPrecedence = 500;

export const unaryOperators: ReadonlySet<string> = new Set(['not', '-', '+']);

/** Longest first, so that `???` is not read as `??` and `is not` not as `is`. */
export const operatorsByLength: readonly string[] = [...binaryPrecedence.keys(), 'not'].sort(
  (a, b) => b.length - a.length,
);
