import { InvalidEntity } from '@windhover/model';
import type { PasswordPolicy } from '../deps.ts';

const maxLength = 256;

/** What is wrong with a password, every point at once; empty when it obeys the policy. */
export function passwordProblems(password: string, policy: PasswordPolicy): readonly string[] {
  if (password.length > maxLength) return [`must have at most ${maxLength} characters`];
  if (policy.regexp !== undefined)
    return new RegExp(policy.regexp).test(password) ? [] : [`must match ${policy.regexp}`];
  const characters = Array.from(password);
  const count = (pattern: RegExp): number => password.match(pattern)?.length ?? 0;
  const isSpecial = (character: string): boolean => policy.allowedSpecialCharacters.includes(character);
  const rules: readonly [boolean, string][] = [
    [characters.length >= policy.minLength, `must have at least ${policy.minLength} characters`],
    [count(/\p{Nd}/gu) >= policy.minDigits, `must have at least ${policy.minDigits} digit(s)`],
    [count(/\p{Ll}/gu) >= policy.minLowerCase, `must have at least ${policy.minLowerCase} lower-case letter(s)`],
    [count(/\p{Lu}/gu) >= policy.minUpperCase, `must have at least ${policy.minUpperCase} upper-case letter(s)`],
    [!policy.requireSpecial || characters.some(isSpecial), `must have one of ${policy.allowedSpecialCharacters}`],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

/** Throws {@link InvalidEntity} that lists every rule broken. */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const problems = passwordProblems(password, policy);
  if (problems.length === 0) return;
  throw new InvalidEntity(
    { reason: `password: ${problems.join(', ')}` },
    { problems: problems.map((message) => ({ message, path: 'password' })) },
  );
}
