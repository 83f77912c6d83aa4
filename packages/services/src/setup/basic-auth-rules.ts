/** Rules and words for the single account of the configuration file and of the page that asks for it. */
import type { PasswordPolicy } from '../deps.ts';

const usernamePattern = /^[a-zA-Z0-9_!#$%&'*+/=?`{|}~^.-]+@[a-zA-Z0-9.-]+$/;
const maxLength = 256;

/** Everything that is wrong with the account; empty when nothing is. */
export function basicAuthProblems({
  username,
  password,
}: {
  readonly username?: string | null | undefined;
  readonly password?: string | null | undefined;
}): readonly string[] {
  const problems: string[] = [];
  if (!username) problems.push('No user name set for Basic Authentication. Please provide a user name.');
  else if (!usernamePattern.test(username)) {
    problems.push('Invalid username for Basic Authentication. Please provide a valid email address.');
  }
  if (!password) problems.push('No password set for Basic Authentication. Please provide a password.');
  else if (!/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d).{8,}$/s.test(password)) {
    problems.push(
      'Invalid password for Basic Authentication. The password must have 8 chars, one upper, one lower and one number',
    );
  }
  if ((username?.length ?? 0) > maxLength || (password?.length ?? 0) > maxLength) {
    problems.push('The length of email or password should not exceed 256 characters.');
  }
  return problems;
}

/** The policy that this account obeys instead of the instance's. */
export const basicAuthPolicy: PasswordPolicy = {
  minLength: 8,
  requireSpecial: false,
  minDigits: 1,
  minLowerCase: 1,
  minUpperCase: 1,
  allowedSpecialCharacters: '',
};
