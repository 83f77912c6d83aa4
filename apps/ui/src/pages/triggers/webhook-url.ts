/** The address that a webhook is called at, below the address of the instance and inside of its tenant. */
export function webhookUrl(
  instanceUrl: string,
  tenant: string | undefined,
  flow: { readonly namespace: string; readonly id: string },
  key: string,
): string {
  const segments = [...(tenant === undefined ? [] : [tenant]), 'executions', 'webhook', flow.namespace, flow.id, key];
  return `${instanceUrl.replace(/\/$/, '')}/api/v1/${segments.map(encodeURIComponent).join('/')}`;
}
