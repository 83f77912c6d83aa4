/** What is wrong, deprecated or noteworthy in a source, and where. */

export type Severity = 'error' | 'warning' | 'info';

export type ProblemCode =
  /** The text is no YAML, or breaks a limit of what is read. */
  | 'SYNTAX'
  | 'LIMIT'
  | 'UNKNOWN_PROPERTY'
  | 'UNKNOWN_TYPE'
  | 'MISSING'
  | 'INVALID_VALUE'
  | 'INVALID_ID'
  | 'DUPLICATE_ID'
  | 'SYSTEM_LABEL'
  /** A rule that spans several properties. */
  | 'RULE'
  | 'EXPRESSION'
  /** A name in an expression that nothing defines. */
  | 'UNKNOWN_NAME'
  | 'DEPRECATED'
  | 'ALIAS';

/** Lines and columns count from 1; the end is exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Problem extends Range {
  readonly severity: Severity;
  readonly code: ProblemCode;
  readonly message: string;
  /** `tasks[0].workerGroup`; empty for the document as a whole. */
  readonly path: string;
  /** What to do, as a sentence, where that is known. */
  readonly remedy?: string;
}

export type Path = readonly (string | number)[];

/** `tasks[0].cases['a b']`: the way from the root to a value. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `['${step}']`;
  }
  return text;
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

/** All errors as one line, `path: message, path: message`; undefined when there is none. */
export function errorsText(problems: readonly Problem[]): string | undefined {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return undefined;
  return errors
    .map((problem) => (problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`))
    .join(', ');
}
