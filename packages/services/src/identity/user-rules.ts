/** What makes a user name, an e-mail and the name of a program valid. */
import { InvalidEntity } from '@windhover/model';

const usernamePattern = /^[^:\s\p{Cc}]{1,256}$/u;
const emailPattern = /^[^\s@:]+@[^\s@:]+$/;
const accountNamePattern = /^(?=.{1,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Throws {@link InvalidEntity}: a `:` would end the name in a Basic header. */
export function checkUsername(username: string): void {
  if (usernamePattern.test(username)) return;
  refuse('username', "must have 1 to 256 characters, without ':', white space or control characters");
}

export function isEmail(text: string): boolean {
  return text.length <= 256 && emailPattern.test(text);
}

export function checkEmail(email: string): void {
  if (!isEmail(email)) refuse('email', 'must be an e-mail address');
}

/** Names of service accounts and API tokens. */
export function checkAccountName(name: string): void {
  if (!accountNamePattern.test(name)) refuse('name', `must match "${accountNamePattern.source}"`);
}

/** Ids that a caller wishes for become parts of paths. */
export function checkWishedId(id: string): void {
  if (!/^[0-9A-Za-z][0-9A-Za-z._-]{0,99}$/.test(id))
    refuse('id', "must have 1 to 100 letters, digits, '.', '_' or '-'");
}

function refuse(path: string, message: string): never {
  throw new InvalidEntity({ reason: `${path}: ${message}` }, { problems: [{ message, path }] });
}
