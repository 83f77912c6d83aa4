import type { PasswordConfiguration } from '../api/wire.ts';
import { t } from '../messages/en.ts';

/** What a password must have, as a phrase for below its field. */
export function passwordRule(rule: PasswordConfiguration | undefined): string | undefined {
  if (rule === undefined) return undefined;
  return t.password.rule([
    t.password.length(rule.minLength),
    ...(rule.minDigits > 0 ? [t.password.digits(rule.minDigits)] : []),
    ...(rule.minLowerCase > 0 ? [t.password.lower(rule.minLowerCase)] : []),
    ...(rule.minUpperCase > 0 ? [t.password.upper(rule.minUpperCase)] : []),
    ...(rule.requireSpecial ? [t.password.special(rule.allowedSpecialCharacters)] : []),
  ]);
}
