import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openUi, type Ui } from './ui-files.ts';

const repository = join(import.meta.dirname, '..', '..', '..', '..');

/** A checkout whose application says one word. */
function checkout(word: string) {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-checkout-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  const root = join(folder, 'apps', 'ui');
  mkdirSync(join(root, 'src'), { recursive: true });
  writeFileSync(join(root, 'vite.config.ts'), 'export default { base: "/ui/" };');
  writeFileSync(join(root, 'index.html'), '<script type="module" src="/src/main.ts"></script>');
  const say = (text: string): void => writeFileSync(join(root, 'src', 'main.ts'), text);
  say(`document.title = '${word}';`);

  const errors: string[] = [];
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => void errors.push(message),
  };
  const open = (): Ui => {
    const ui = openUi(logger, root)!;
    onTestFinished(() => ui.stop());
    return ui;
  };
  return { root, say, open, errors };
}

const ready = (ui: Ui): Promise<void> => eventually(() => expect(ui.isReady()).toBe(true), { timeoutMs: 15_000 });

/** What a browser would load: the page, and the script that it names. */
function shownBy({ directory }: Ui): string {
  const script = /"\/ui\/(assets\/[^"]+)"/.exec(readFileSync(join(directory, 'index.html'), 'utf8'))![1]!;
  return /title\s*=\s*["'`](\w+)/.exec(readFileSync(join(directory, script), 'utf8'))![1]!;
}

test('a server goes on showing what it began with while another one builds what has changed', async () => {
  const { say, open } = checkout('before');
  const first = open();
  await ready(first);

  say("document.title = 'after';");
  const second = open();
  await ready(second);

  expect([shownBy(first), shownBy(second)]).toEqual(['before', 'after']);
});

test('two servers that start at once both show the whole of it, and leave one build', async () => {
  const { root, open } = checkout('both');
  const [one, other] = [open(), open()];
  await Promise.all([ready(one), ready(other)]);

  expect([shownBy(one), shownBy(other)]).toEqual(['both', 'both']);
  expect(readdirSync(join(root, '.cache'))).toHaveLength(1);
  expect(open().isReady()).toBe(true);
});

test('a build that fails or is ended leaves nothing', async () => {
  const { root, say, open, errors } = checkout('broken');
  say('this is no program');
  const broken = open();
  await eventually(() => expect(errors).toHaveLength(1), { timeoutMs: 15_000 });
  expect([broken.isReady(), existsSync(broken.directory)]).toEqual([false, false]);

  say("document.title = 'mended';");
  const ended = open();
  ended.stop();
  await eventually(() => expect(readdirSync(join(root, '.cache'))).toEqual([]));
  const mended = open();
  await ready(mended);
  expect(shownBy(mended)).toBe('mended');
});
