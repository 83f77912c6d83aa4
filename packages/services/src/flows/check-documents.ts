import { InvalidEntity, splitDocuments, type ErrorProblem } from '@windhover/model';

/** Says what is wrong with the document that is being checked, in words; the others are checked all the same. */
export type Refuse = (message: string) => void;

/**
 * What `check` answers for each document of a text. Throws `InvalidEntity` with the problems of all documents, each with the
 * number of its document and its line in the whole text; `what` is what they are called.
 */
export async function checkDocuments<T>(
  text: string,
  what: 'Flow' | 'Template',
  check: (source: string, refuse: Refuse) => T | Promise<T>,
): Promise<readonly T[]> {
  const problems: ErrorProblem[] = [];
  const checked: T[] = [];
  for (const [index, document] of splitDocuments(text).entries()) {
    const named = (message: string): string => `Document ${index + 1}: ${message}`;
    try {
      checked.push(await check(document.source, (message) => void problems.push({ message: named(message) })));
    } catch (error) {
      if (!(error instanceof InvalidEntity)) throw error;
      problems.push(
        ...error.problems.map((problem) => ({
          ...problem,
          ...(problem.line !== undefined && { line: problem.line + document.lineOffset }),
          message: named(problem.message),
        })),
      );
    }
  }
  if (problems.length === 0) return checked;
  throw new InvalidEntity(
    { reason: `Invalid ${what}: ${problems.map((problem) => problem.message).join(', ')}` },
    { problems },
  );
}
