/** The command line, as the real program. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFlow, runProgram, startServer, type CommandResult, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'windhover-commands-'));
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed', configuration: { 'kestra.templates.enabled': true } });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** A command that needs no server's configuration. */
const run = (...args: string[]): Promise<CommandResult> => runProgram(args, { workingDirectory: folder });
/** A command that calls the server as its superadmin. */
const call = (...args: string[]): Promise<CommandResult> =>
  run(...args, '--server', server.url, '--user', `${server.admin.username}:${server.admin.password}`);

/** A folder with one file for each flow or template. */
function sourcesIn(name: string, ...sources: readonly string[]): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  for (const [index, source] of sources.entries()) writeFileSync(join(directory, `${index}.yaml`), source);
  return directory;
}

test('help and version are answered and start nothing', async () => {
  const [help, version, group] = await Promise.all([run('--help'), run('--version'), run('flow')]);

  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('Usage: windhover');
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(group).toMatchObject({ code: 0, stderr: '' });
});

test.each([
  [['nothing'], /^Unmatched argument: 'nothing'\n\nUsage:/],
  [['flow', 'nothing', 'more'], /^Unmatched argument: 'nothing', 'more'\n\nUsage:/],
  [['flow', 'dot', 'a', 'b'], /^Unmatched argument: 'b'\n\nUsage:/],
  [['configs', 'validate', '--server-type=x'], /^Invalid value for option '--server-type': 'x'\. Allowed choices/],
  [['flow', 'create'], /^Missing required parameter: '<flowFile>'\n\nUsage:/],
  [['flow', 'create', 'x', '--bogus'], /^Unknown option: '--bogus'\n\nUsage:/],
  [['auths', 'users', 'set-superadmin', 'john', 'perhaps'], /^Invalid value for '<superadmin>'/],
])('%j is wrong usage', async (args, message) => {
  const result = await run(...args);

  expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
});

test('flows are checked with and without a server, in the same words', async () => {
  const directory = sourcesIn(
    'mixed',
    aFlow({ id: 'good' }),
    aFlow({ id: 'bad', tasks: [{ id: 'x', type: 'no.such.Type' }] }),
  );

  const [remote, local] = await Promise.all([
    call('flow', 'validate', directory),
    run('flow', 'validate', directory, '--local'),
  ]);

  for (const result of [remote, local]) {
    expect(result).toMatchObject({ code: 1, stdout: '✓ - company.team / good\n' });
    expect(result.stderr).toMatch(/^✘ - company\.team \/ bad\n\t.*no\.such\.Type/);
  }
});

test('flows are created, updated and deleted', async () => {
  const directory = sourcesIn('life', aFlow({ id: 'life', namespace: 'commands.life' }));
  const file = join(directory, '0.yaml');

  const created = await call('flow', 'create', file);
  writeFileSync(file, aFlow({ id: 'life', namespace: 'commands.life', description: 'changed' }));
  const updated = await call('flow', 'update', file, 'commands.life', 'life');
  const flow = await server.call('GET', '/flows/commands.life/life');
  const deleted = await call('flow', 'delete', 'commands.life', 'life');
  const again = await call('flow', 'delete', 'commands.life', 'life');

  expect(created).toEqual({ code: 0, stdout: 'Flow successfully created !\n', stderr: '' });
  expect(updated).toEqual({ code: 0, stdout: 'Flow successfully updated !\n', stderr: '' });
  expect(flow).toMatchObject({ revision: 2, description: 'changed' });
  expect(deleted).toEqual({ code: 0, stdout: 'Flow successfully deleted !\n', stderr: '' });
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toMatch(/^\tUnable to parse flows due to the following error:\n\t- /);
});

test('what is wrong with a flow is told once', async () => {
  const directory = sourcesIn('wrong', aFlow({ id: 'wrong', namespace: 'a b' }), 'id: [\n');

  const [named, unread] = await Promise.all([0, 1].map((n) => call('flow', 'create', join(directory, `${n}.yaml`))));

  const told = (what: RegExp) => ({ code: 1, stdout: '', stderr: expect.stringMatching(what) });
  expect(named).toEqual(told(/^\tUnable to parse flows due to the following error:\n\t- .*'a b' is not valid.*\n$/));
  expect(unread).toEqual(told(/^\tUnable to parse flows due to the following error:\n\t- Invalid entity: .*\n$/));
});

test('a folder of flows replaces a namespace only when it is told to', async () => {
  const one = aFlow({ id: 'one', namespace: 'commands.sync' });
  const two = aFlow({ id: 'two', namespace: 'commands.sync' });
  const ids = async (): Promise<string[]> =>
    (await server.call('GET', '/flows/commands.sync')).map((flow: { id: string }) => flow.id).sort();

  const both = await call('flow', 'namespace', 'update', 'commands.sync', sourcesIn('both', one, two));
  const directory = sourcesIn('one', one);
  await call('flow', 'updates', directory, '--namespace', 'commands.sync');
  const kept = await ids();
  await call('flow', 'namespace', 'update', 'commands.sync', directory, '--delete');

  expect(both.stdout).toBe(
    "2 flow(s) for namespace 'commands.sync' successfully updated !\n- commands.sync.one\n- commands.sync.two\n",
  );
  expect(kept).toEqual(['one', 'two']);
  expect(await ids()).toEqual(['one']);
});

const template = (id: string, type = 'io.kestra.plugin.core.log.Log') =>
  `id: ${id}\nnamespace: commands.shared\ntasks:\n  - id: say\n    type: ${type}\n    message: hello\n`;

test('templates are checked with and without a server, in the same words', async () => {
  const directory = sourcesIn('templates-checked', template('good'), template('bad', 'no.such.Type'));

  const [remote, local] = await Promise.all([
    call('template', 'validate', directory),
    run('template', 'validate', directory, '--local'),
  ]);

  for (const result of [remote, local]) {
    expect(result).toMatchObject({ code: 1, stdout: '✓ - commands.shared / good\n' });
    expect(result.stderr).toMatch(/^✘ - commands\.shared \/ bad\n\t.*no\.such\.Type/);
  }
});

test('a folder of templates replaces those of a namespace only when it is told to', async () => {
  const ids = async (): Promise<string[]> =>
    (await server.call('GET', '/templates/search?namespace=commands.shared')).results.map(
      ({ id }: { id: string }) => id,
    );
  const update = (...args: string[]) => call('template', 'namespace', 'update', 'commands.shared', ...args);
  const directory = sourcesIn('template-two', template('two'));

  const both = await update(sourcesIn('templates-both', template('one'), template('two')));
  await update(directory);
  const kept = await ids();
  await update(directory, '--delete');
  const refused = await update(sourcesIn('templates-bad', template('bad', 'no.such.Type')));

  expect(both).toEqual({
    code: 0,
    stdout:
      "2 template(s) for namespace 'commands.shared' successfully updated !\n- commands.shared.one\n- commands.shared.two\n",
    stderr: '',
  });
  expect(kept).toEqual(['one', 'two']);
  expect(await ids()).toEqual(['two']);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^\tUnable to parse templates due to the following error:\n\t- .*no\.such\.Type/);
});

test('flows and templates are exported into a folder', async () => {
  const target = join(folder, 'exported');
  mkdirSync(target);
  await call(
    'flow',
    'create',
    join(sourcesIn('to-export', aFlow({ id: 'taken', namespace: 'commands.out' })), '0.yaml'),
  );
  const left = sourcesIn('to-leave', aFlow({ id: 'left', namespace: 'commands.elsewhere' }));
  await call('flow', 'create', join(left, '0.yaml'));
  const shared = sourcesIn('templates-out', template('kept').replace('commands.shared', 'commands.out'));
  await call('template', 'namespace', 'update', 'commands.out', shared);

  const flows = await call('flow', 'export', target, '--namespace', 'commands.out');
  const templates = await call('template', 'export', target);
  const nowhere = await call('template', 'export', join(folder, 'absent'));

  const done = (what: string) => ({ code: 0, stdout: `Exporting ${what} successfully done !\n`, stderr: '' });
  expect(flows).toEqual(done("flow(s) for namespace 'commands.out'"));
  expect(templates).toEqual(done('template(s)'));
  expect(nowhere).toEqual({ code: 1, stdout: '', stderr: `'${join(folder, 'absent')}' is not a folder\n` });
  const flowFile = readFileSync(join(target, 'flows.zip'), 'latin1');
  expect(flowFile).toMatch(/^PK/);
  expect(flowFile).toContain('commands.out.taken.yml');
  expect(flowFile).not.toContain('left');
  expect(readFileSync(join(target, 'templates.zip'), 'latin1')).toContain('commands.out.kept.yml');
});

test('a folder without sources is named', async () => {
  const directory = sourcesIn('empty');

  for (const kind of ['flow', 'template'])
    expect(await call(kind, 'validate', directory)).toEqual({
      code: 1,
      stdout: '',
      stderr: `No ${kind} found on '${directory}'\n`,
    });
});

test('a file that is not there is named', async () => {
  expect(await call('flow', 'create', 'absent.yaml')).toEqual({
    code: 1,
    stdout: '',
    stderr: `The file '${join(folder, 'absent.yaml')}' is not a file\n`,
  });
});

test('a server that is not there is named', async () => {
  const directory = sourcesIn('unreachable', aFlow());
  const result = await run('flow', 'validate', directory, '--server', 'http://127.0.0.1:1');

  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).toContain("The server at 'http://127.0.0.1:1/api/v1' cannot be reached");
});

test('a flow is drawn as a graph', async () => {
  const directory = sourcesIn('graph', aFlow({ id: 'drawn', namespace: 'company.team' }));

  const { code, stdout } = await run('flow', 'dot', join(directory, '0.yaml'));

  expect(code).toBe(0);
  expect(stdout).toBe('digraph {\n  label="company.team.drawn"\n  node [shape=box]\n  "log" [label="log\\nLog"]\n}\n');
});

test('a flow is shown with the files that it includes', async () => {
  const directory = sourcesIn('including', 'id: including\nmessage: [[> words.txt]]\n', 'id: [[> absent.txt]]\n');
  writeFileSync(join(directory, 'words.txt'), 'hello');

  const expanded = await run('flow', 'expand', join(directory, '0.yaml'));
  const absent = await run('flow', 'expand', join(directory, '1.yaml'));

  expect(expanded).toMatchObject({ code: 0, stdout: 'id: including\nmessage: hello\n' });
  expect(expanded.stderr).toMatch(/^'flow expand' is deprecated/);
  expect(absent).toMatchObject({ code: 1, stdout: '' });
  expect(absent.stderr).toContain(`The file '${join(directory, 'absent.txt')}' is not a file\n`);
});

test('files and key/value pairs of a namespace are set', async () => {
  const directory = join(folder, 'files');
  mkdirSync(join(directory, 'scripts'), { recursive: true });
  writeFileSync(join(directory, '.kestraignore'), '*.log\n');
  writeFileSync(join(directory, 'scripts', 'main.py'), 'print(1)\n');
  writeFileSync(join(directory, 'noise.log'), 'no\n');

  const uploaded = await call('namespace', 'files', 'update', 'commands.files', directory, 'sub');
  const set = await call('namespace', 'kv', 'update', 'commands.files', 'greeting', 'hello');

  expect(uploaded).toEqual({
    code: 0,
    stdout: `Successfully uploaded ${join(directory, 'scripts', 'main.py')} to /sub/scripts/main.py\n`,
    stderr: '',
  });
  expect(set).toEqual({ code: 0, stdout: '', stderr: '' });
  const file = await server.request('GET', '/namespaces/commands.files/files?path=/sub/scripts/main.py');
  expect(file.text).toBe('print(1)\n');
  expect(await server.call('GET', '/namespaces/commands.files/kv/greeting')).toMatchObject({ value: 'hello' });
});

test('the type of a key/value pair is what the value looks like', async () => {
  const update = (...args: string[]) => call('namespace', 'kv', 'update', 'commands.pairs', ...args);

  for (const [key, ...value] of [
    ['pause', 'PT5M'],
    ['text', 'PT5M', '-t', 'STRING'],
    ['word', 'P1'],
  ] as const)
    await update(key, ...value);
  const absent = await update('file', '-f', 'absent.json');

  const pair = (key: string) => server.call('GET', `/namespaces/commands.pairs/kv/${key}`);
  expect(await pair('pause')).toMatchObject({ type: 'DURATION', value: 'PT5M' });
  expect(await pair('text')).toMatchObject({ type: 'STRING', value: 'PT5M' });
  expect(await pair('word')).toMatchObject({ type: 'STRING', value: 'P1' });
  expect(absent).toEqual({ code: 1, stdout: '', stderr: `The file '${join(folder, 'absent.json')}' is not a file\n` });
});

test('users are made with their place, once', async () => {
  await server.run('tenants', 'create', '--tenant', 'place');
  const place = ['--tenant', 'place', '--admin', '--groups', 'team'];

  const created = await server.run('auths', 'users', 'create', 'ann@doe.com', 'Anna-1234!', ...place);
  const again = await server.run('auths', 'users', 'create', 'ann@doe.com');
  const tolerated = await server.run('auths', 'users', 'create', 'ann@doe.com', '--if-not-exists');
  const weak = await server.run('auths', 'users', 'create', 'weak@doe.com', 'short');
  const lost = await server.run('auths', 'users', 'create', 'lost@doe.com', '--tenant', 'nowhere', '--admin');

  expect(created).toMatchObject({ code: 0, stdout: "User 'ann@doe.com' successfully created.\n" });
  expect(again).toEqual({ code: 1, stdout: '', stderr: "User 'ann@doe.com' already exists\n" });
  expect(tolerated).toEqual({ code: 0, stdout: "User 'ann@doe.com' already exists, nothing to do\n", stderr: '' });
  expect(weak).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/8 characters.*digit.*upper/) });
  expect(lost).toEqual({ code: 1, stdout: '', stderr: "Tenant 'nowhere' does not exist\n" });
  const ann = { username: 'ann@doe.com', password: 'Anna-1234!' };
  expect((await server.call('GET', '/me', { as: ann })).tenants).toEqual([{ id: 'place', name: 'place' }]);
  expect(
    (await server.call('GET', '/users?size=100')).results.map((user: { username: string }) => user.username).sort(),
  ).toEqual([server.admin.username, 'ann@doe.com'].sort());

  const raised = await server.run('auths', 'users', 'set-superadmin', 'ann@doe.com', 'TRUE');
  expect(raised).toEqual({ code: 0, stdout: "User 'ann@doe.com' is now a superadmin.\n", stderr: '' });
});

test('users are named by their e-mail, where they have one that nobody is named by', async () => {
  const alone = await startServer();
  const users = [
    { username: 'old', email: 'new@doe.com' },
    { username: 'second', email: 'new@doe.com' },
    { username: 'nobody' },
    { username: 'kept@doe.com' },
  ];
  for (const user of users) await alone.call('POST', '/users', { body: user });

  const named = await alone.run('auths', 'users', 'email-replace-username');
  const again = await alone.run('auths', 'users', 'email-replace-username');
  const people = (await alone.call('GET', '/users?size=100')).results.map(
    ({ username }: { username: string }) => username,
  );
  await alone.stop();

  const listed = "- nobody: no valid e-mail\n- second: the e-mail is another user's name\n";
  expect(named).toEqual({ code: 0, stdout: `1 user(s) successfully renamed.\n${listed}`, stderr: '' });
  expect(again).toEqual({ code: 0, stdout: `0 user(s) successfully renamed.\n${listed}`, stderr: '' });
  expect(people).toEqual(expect.arrayContaining(['new@doe.com', 'second', 'nobody', 'kept@doe.com']));
});

test('tenants are listed, shown, renamed and deleted', async () => {
  await server.run('tenants', 'create', 'life', 'Before');

  const renamed = await server.run('tenants', 'update', 'life', '--name', 'After');
  const shown = await server.run('tenants', 'get', 'life', '--output=json');
  const listed = await server.run('tenants', 'list');
  const refused = await server.run('tenants', 'delete', 'life');
  const deleted = await server.run('tenants', 'delete', 'life', '--yes');
  const gone = await server.run('tenants', 'get', 'life');

  expect(renamed.stdout).toBe("Tenant 'life' successfully updated.\n");
  expect(JSON.parse(shown.stdout)).toEqual({ id: 'life', name: 'After', deleted: false });
  expect(listed.stdout).toMatch(/^ID +NAME +STATUS\n(.*\n)*life +After +ACTIVE\n/);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(deleted.stdout).toBe("Tenant 'life' successfully deleted.\n");
  expect(gone).toEqual({ code: 1, stdout: '', stderr: "Tenant 'life' does not exist\n" });
});

test('without a server a command makes the store that server local would use', async () => {
  const directory = join(folder, 'alone');
  mkdirSync(directory);
  const env = { KESTRA_EE_TENANTS_ENABLED: 'true' };
  const alone = (...args: string[]): Promise<CommandResult> => runProgram(args, { workingDirectory: directory, env });

  const first = await alone('tenants', 'create', '--tenant', 'dev');
  const second = await alone('tenants', 'create', '--tenant', 'dev');
  const many = await Promise.all(['a', 'b', 'c'].map((id) => alone('tenants', 'create', '--tenant', id)));
  const list = await alone('tenants', 'list', '--output=json');

  expect(first).toMatchObject({ code: 0, stdout: "Tenant 'dev' successfully created.\n" });
  expect(first.stderr).toContain(`Created a new store in ${join(directory, 'data')}\n`);
  expect(second).toEqual({ code: 1, stdout: '', stderr: "Tenant 'dev' already exists\n" });
  expect(many.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(JSON.parse(list.stdout).map(({ id }: { id: string }) => id)).toEqual(['a', 'b', 'c', 'dev']);
});

// On PostgreSQL a second one waits for its turn.
const isEmbedded = process.env['WINDHOVER_TEST_STORE'] !== 'postgres';

test.runIf(isEmbedded)('a second server on the same folder is told who has it', async () => {
  const second = await runProgram(['server', 'local', '-c', join(server.dataDirectory, 'application.yml')], {
    workingDirectory: server.dataDirectory,
  });

  expect(second.code).toBe(1);
  expect(second.stderr).toContain(join(server.dataDirectory, 'data'));
  expect(second.stderr).toContain(`(process ${process.pid}); stop it first, or choose another data folder`);
});

test('a port that is in use is told in one line', async () => {
  const directory = join(folder, 'second');
  mkdirSync(directory);

  const second = await runProgram(['server', 'local', '--no-ui', '--port', new URL(server.url).port], {
    workingDirectory: directory,
    env: { MICRONAUT_ENVIRONMENTS: 'test, dev' },
  });

  expect(second.stdout).toContain('with environments [cli, test, dev]\n');
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/^Port \d+ is in use: stop what listens there, or choose another with .*\n$/);
});

test('a configuration is shown with its secrets masked, and checked', async () => {
  const file = join(folder, 'checked.yml');
  writeFileSync(file, 'kestra: {encryption: {secret-key: c2VjcmV0}, ee: {tenants: {enabled: perhaps}}}\n');

  const shown = await run('configs', 'properties', '-c', file);
  const checked = await run('configs', 'validate', '--server-type=LOCAL', '-c', file);

  expect(shown.stdout).toContain('secret-key: "******"');
  expect(shown.stdout).not.toContain('c2VjcmV0');
  expect(checked.code).toBe(1);
  expect(checked.stdout).toContain('Configuration is invalid: 2 error(s) found.');
  expect(checked.stderr).toContain("✘ - kestra.ee.tenants.enabled: 'perhaps' is not valid: true or false is expected");
  expect(checked.stderr).toContain('✘ - kestra.encryption.secret-key: base64 of exactly 32 bytes is expected');
});
