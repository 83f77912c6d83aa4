/** What the schema found, in words that a flow's author knows. */
import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

export function issueText(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined || value === null) return 'must not be null';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}, but is ${shown(value)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}, but is ${shown(value)}`;
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int') return 'must not be empty';
      return `must be greater than or equal to ${issue.minimum}, but is ${shown(value)}`;
    case 'too_big':
      if (issue.origin === 'string') return `must not be longer than ${issue.maximum} characters`;
      return `must be less than or equal to ${issue.maximum}, but is ${shown(value)}`;
    case 'invalid_union':
      return `must be ${alternatives(issue.errors)}, but is ${shown(value)}`;
    default:
      return issue.message;
  }
}

function alternatives(errors: readonly (readonly z.core.$ZodIssue[])[]): string {
  const named = errors
    .flatMap((issues) => issues.slice(0, 1))
    .map((issue) => {
      if (issue.code === 'invalid_type') return kinds[issue.expected] ?? issue.expected;
      return issue.message;
    });
  return named.length === 0 ? 'something else' : [...new Set(named)].join(' or ');
}

/** The value, shortened: at most 60 characters. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
