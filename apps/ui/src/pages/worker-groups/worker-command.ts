/** What starts a worker of the group, for a shell. `server` is the address of the API. */
export function workerCommand(server: string, groupId: string, token: string): string {
  return `KESTRA_WORKER_AUTH_TOKEN=${token} windhover server worker --server ${server} -g ${groupId}`;
}
