import { requestJson } from './request.ts';
import type { WireFlowProblem, WireValidation } from './wire.ts';

/** Every problem that the address finds in a source, errors first. */
export async function problemsOfSource(
  path: string,
  source: string,
  signal: AbortSignal | undefined,
): Promise<readonly WireFlowProblem[]> {
  const validations = await requestJson<readonly WireValidation[]>(path, {
    method: 'POST',
    yaml: source,
    ...(signal === undefined ? {} : { signal }),
  });
  return validations.flatMap(problemsOf);
}

/** Those of one document. */
export function problemsOf(validation: WireValidation): readonly WireFlowProblem[] {
  const located = validation.problems ?? [];
  const said = new Set(located.flatMap(({ message, path }) => [message, `${path}: ${message}`]));
  const errors = located.some((problem) => (problem.severity ?? 'error') === 'error')
    ? []
    : (validation.constraints ?? '').split('\n').filter((line) => line.trim() !== '');
  const rest = [
    ...errors.map((message) => ({ message, severity: 'error' as const })),
    ...(validation.warnings ?? []).map((message) => ({ message, severity: 'warning' as const })),
    ...(validation.infos ?? []).map((message) => ({ message, severity: 'info' as const })),
  ];
  return [...located, ...rest.filter((problem) => !said.has(problem.message))];
}
