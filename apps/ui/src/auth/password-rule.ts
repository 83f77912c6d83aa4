import type { PasswordConfiguration } from '../api/wire.ts';
import { t } from '../messages/en.ts';

/** What a password must have, as a phrase for below its field. */
export function passwordRule(rule: PasswordConfiguration | undefined): string | undefined {
  if (rule === undefined) return undefined;
  return t.password.rule([
    t.password.length(rule.passwordMinLength),
    ...(rule.passwordMinDigits > 0 ? [t.password.digits(rule.passwordMinDigits)] : []),
    ...(rule.passwordMinLowerCase > 0 ? [t.password.lower(rule.passwordMinLowerCase)] : []),
    ...(rule.passwordMinUpperCase > 0 ? [t.password.upper(rule.passwordMinUpperCase)] : []),
    ...(rule.passwordRequireSpecial ? [t.password.special(rule.passwordAllowedSpecialCharacters)] : []),
  ]);
}
