/** What commands see of the process around them; tests hand in their own. */
import { createInterface } from 'node:readline';
import { homedir } from 'node:os';
import { Writable } from 'node:stream';

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  /** One line on stdout: results. */
  print(line: string): void;
  /** One line on stderr: errors, warnings, hints. */
  complain(line: string): void;
  /** A line of standard input; on a terminal the prompt is shown on stderr, and what is typed is not when `hidden`. */
  ask(prompt: string, options?: { readonly hidden?: boolean }): Promise<string>;
}

export function processTerminal(): Terminal {
  return {
    env: process.env,
    workingDirectory: process.cwd(),
    homeDirectory: homedir(),
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    ask,
  };
}

async function ask(prompt: string, { hidden = false }: { readonly hidden?: boolean } = {}): Promise<string> {
  const isTerminal = process.stdin.isTTY;
  if (isTerminal) process.stderr.write(prompt);
  // What is typed is echoed by readline to its output: for secrets that is nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? nowhere : process.stderr,
    terminal: isTerminal,
  });
  try {
    return await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
    });
  } finally {
    lines.close();
    if (isTerminal && hidden) process.stderr.write('\n');
  }
}
