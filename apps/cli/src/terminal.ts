/** What commands see of the process around them; tests hand in their own. */
import { createInterface } from 'node:readline';
import { constants, homedir } from 'node:os';
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
  /** What is printed from here on is a log: that nobody reads it any more, or that there is no room for it, ends nothing. */
  beginLog(): void;
}

export function processTerminal(): Terminal {
  let isLog = false;
  process.stdout.on('error', (error) => {
    if (!isLog) endUnheard(error);
  });
  process.stderr.on('error', () => undefined); // nobody is left who could be told
  return {
    env: process.env,
    workingDirectory: process.cwd(),
    homeDirectory: homedir(),
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    ask,
    beginLog: () => void (isLog = true),
  };
}

/** As the shell tells of a program whose reader had enough. */
const brokenPipe = 128 + constants.signals.SIGPIPE;

/** Results that reach nobody: the command ends at once, in silence where its reader wanted no more of them. */
function endUnheard({ code, message }: NodeJS.ErrnoException): never {
  if (code === 'EPIPE') process.exit(brokenPipe);
  process.stderr.write(`The output could not be written: ${message}\n`);
  process.exit(1);
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
