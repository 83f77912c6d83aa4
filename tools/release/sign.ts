/** Signs with `ssh-keygen`, which is on most machines, takes keys from agents and tokens too, and with which users verify. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a signature is for: one over the same bytes for another purpose is none of a release. */
const namespace = 'windhover-release';
/** As in `release-signers`. */
const signer = 'windhover-release';

/** Writes `file.sig`, and checks it as users will: throws for a key that `signers` does not name. `ssh-keygen` asks for passphrases. */
export function sign(file: string, { key, signers }: { readonly key: string; readonly signers: string }): void {
  execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', key, '-n', namespace, file], {
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  const args = ['-Y', 'verify', '-f', signers, '-I', signer, '-n', namespace, '-s', `${file}.sig`];
  try {
    execFileSync('ssh-keygen', args, { input: readFileSync(file), stdio: ['pipe', 'ignore', 'pipe'] });
  } catch (cause) {
    throw new Error(`Nobody could verify it: the key '${key}' is not in '${signers}'`, { cause });
  }
}
