/** Contents of files whose writer died before it could name them. */
import { defaultTenantKey, timeOrderedId } from '@windhover/model';
import { writeNamespaceFile, type Deps } from '@windhover/services';
import { expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';

const namespace = 'company.team';
const hourMs = 3_600_000;

test('a content that no revision names is deleted with the first write after a start, when it is old enough', async () => {
  const { deps } = await startTestServer();
  const { orphan, write, contents } = contentsOf(deps);
  const [old, young] = [await orphan(2 * hourMs), await orphan(hourMs / 2)];

  await write('first');

  expect(await contents()).toContain(young);
  expect(await contents()).not.toContain(old);
  expect(await contents()).toHaveLength(2);
});

test('later ones are found a day after, by a write or a purge; what revisions name and what is no content stays', async () => {
  const { deps, advance } = await startTestServer();
  const { orphan, write, contents, keep } = contentsOf(deps);
  for (const content of ['first', 'second']) await write(content);
  await keep('notes.txt');
  const named = await contents();
  const orphans = [await orphan(0)];

  advance(23 * hourMs);
  await write('second');
  expect(await contents()).toEqual([...named, ...orphans].toSorted());
  advance(2 * hourMs);
  const owner = { tenantKey: defaultTenantKey, tenantId: undefined, namespace, flowId: 'flow', mask: () => undefined };
  await deps.taskServices.call(owner, 'namespaceFiles.purge', {
    files: [{ namespace, path: '/file' }],
    keepAmount: 10,
  });

  expect(await contents()).toEqual(named);
});

test('a folder that cannot be read is told to whoever runs the instance, and the file is written', async () => {
  const { deps } = await startTestServer();
  const problems: string[] = [];
  const broken: Deps = {
    ...deps,
    onProblem: (what) => void problems.push(what),
    files: {
      open: (...place) => ({ ...opened(deps, ...place), list: () => Promise.reject(new Error('the disk is away')) }),
    },
  };

  await contentsOf(broken).write('first');

  expect(problems).toEqual([`Contents of files of namespace '${namespace}' could not be cleaned up`]);
  expect(await contentsOf(deps).contents()).toHaveLength(1);
});

/** Methods of a class do not come along with a copy. */
function opened(deps: Deps, ...place: Parameters<Deps['files']['open']>): ReturnType<Deps['files']['open']> {
  const files = deps.files.open(...place);
  return {
    put: (path, content) => files.put(path, content),
    read: (path, range) => files.read(path, range),
    find: (path) => files.find(path),
    list: (path) => files.list(path),
    walk: (path) => files.walk(path),
    move: (from, to) => files.move(from, to),
    copy: (from, to) => files.copy(from, to),
    delete: (path) => files.delete(path),
  };
}

function contentsOf(deps: Deps) {
  const files = deps.files.open(defaultTenantKey, namespace);
  const directory = '/company/team/_revisions';
  const keep = (name: string) => files.put(`${directory}/${name}`, Buffer.from('lost'));
  return {
    keep,
    async orphan(ageMs: number): Promise<string> {
      const id = timeOrderedId(deps.clock.now() - ageMs, deps.ids.random(10));
      await keep(id);
      return id;
    },
    write: (content: string) =>
      writeNamespaceFile(deps, deps.store.scope(defaultTenantKey), undefined, {
        namespace,
        path: '/file',
        content: Buffer.from(content),
      }),
    contents: async (): Promise<readonly string[]> =>
      (await files.list(directory)).map(({ path }) => path.slice(directory.length + 1)).toSorted(),
  };
}
