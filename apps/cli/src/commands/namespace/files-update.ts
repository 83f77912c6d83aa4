import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { CommandFailed, type ApiCommand } from '../../command.ts';
import { ignoredBy } from './ignored-by.ts';

export const namespaceFilesUpdate: ApiCommand = {
  kind: 'api',
  path: ['namespace', 'files', 'update'],
  summary: 'upload files into a namespace',
  configure: (command) =>
    command
      .argument('<namespace>', 'namespace of the files')
      .argument('<from>', 'file or folder here')
      .argument('[to]', 'folder there', '/')
      .option('--delete', 'empty the folder there first', false)
      .option('--no-delete', 'keep what is there (default)'),
  async run(api, input, terminal) {
    const [namespace = '', from = '', to = '/'] = [input.argument(0), input.argument(1), input.argument(2)];
    const root = resolve(terminal.workingDirectory, from);
    const files = localFiles(root);
    const target = `/${to}/`.replaceAll(/\/+/g, '/');
    const path = `/namespaces/${encodeURIComponent(namespace)}/files`;
    if (input.isSet('delete')) {
      await api.request('DELETE', `${path}?path=${encodeURIComponent(to)}`, { resource: 'namespace file' });
    }
    for (const { file, name } of files) {
      const form = new FormData();
      form.append('fileContent', new Blob([readFileSync(file)]), basename(file));
      const place = `${target}${name}`;
      await api.request('POST', `${path}?path=${encodeURIComponent(place)}`, {
        body: form,
        resource: 'namespace file',
      });
      terminal.print(`Successfully uploaded ${file} to ${place}`);
    }
    return 0;
  },
};

/** The file itself, or all below the folder that its `.kestraignore` does not name; by path. */
function localFiles(root: string): readonly { readonly file: string; readonly name: string }[] {
  const stat = statSync(root, { throwIfNoEntry: false });
  if (stat === undefined) throw new CommandFailed(`The file '${root}' does not exist`);
  if (stat.isFile()) return [{ file: root, name: relative(dirname(root), root) }];
  const isIgnored = ignoredBy(join(root, '.kestraignore'));
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: relative(root, file).replaceAll('\\', '/') }))
    .filter(({ name }) => name !== '.kestraignore' && !isIgnored(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
