import { Option } from 'commander';
import { UsageError, type ApiCommand } from '../../command.ts';
import { readSourceFile } from '../source-files.ts';

const types = ['STRING', 'NUMBER', 'BOOLEAN', 'DATETIME', 'DATE', 'DURATION', 'JSON'];

export const namespaceKvUpdate: ApiCommand = {
  kind: 'api',
  path: ['namespace', 'kv', 'update'],
  summary: 'set a key/value pair of a namespace',
  configure: (command) =>
    command
      .argument('<namespace>', 'namespace of the pair')
      .argument('<key>', 'its key')
      .argument('[value]', 'its value')
      .option('-e, --expiration <duration>', 'how long it is kept, such as PT1H')
      .addOption(new Option('-t, --type <type>', 'type of the value; default: what it looks like').choices(types))
      .option('-f, --file-value <file>', 'file that holds the value; wins over <value>'),
  async run(api, input, terminal) {
    const [namespace = '', key = ''] = [input.argument(0), input.argument(1)];
    const file = input.text('fileValue');
    const value = file === undefined ? input.argument(2) : readSourceFile(file, terminal).source;
    if (value === undefined) throw new UsageError("Missing required parameter: '<value>'");
    const ttl = input.text('expiration');
    await api.request('PUT', `/namespaces/${encodeURIComponent(namespace)}/kv/${encodeURIComponent(key)}`, {
      contentType: 'text/plain',
      body: rawValue(value, input.text('type')),
      ...(ttl !== undefined && { headers: { ttl } }),
      resource: 'key/value pair',
    });
    return 0;
  },
};

/** What is no value by itself is sent as a text in quotes. */
function rawValue(value: string, type: string | undefined): string {
  if (type === 'STRING') return JSON.stringify(value);
  return type !== undefined || isValue(value) ? value : JSON.stringify(value);
}

function isValue(text: string): boolean {
  if (/^P(?=\d|T\d)(\d+D)?(T(\d+H)?(\d+M)?([\d.]+S)?)?$/.test(text)) return true;
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // a text
  }
}
