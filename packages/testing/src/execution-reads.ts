/** What tests look at in an execution that has run. */
import type { RequestOptions, TestServer } from './test-server.ts';

type From = Pick<RequestOptions, 'tenant'>;

/** Its log's messages, oldest first. */
export async function logMessages(server: TestServer, executionId: string, from: From = {}): Promise<string[]> {
  const lines = (await server.call('GET', `/logs/${executionId}`, from)) as { readonly message: string }[];
  return lines.map(({ message }) => message);
}

/** The text of a file that it has stored. */
export async function executionFile(
  server: TestServer,
  executionId: string,
  uri: string,
  from: From = {},
): Promise<string> {
  return (await server.request('GET', `/executions/${executionId}/file?path=${encodeURIComponent(uri)}`, from)).text;
}
