import type { WireFlow } from '../../api/wire.ts';
import { useApiAddress } from '../../auth/use-api-address.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { triggerText } from '../../messages/en-triggers.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './triggers.module.css';

const words = triggerText.webhook;

interface WebhookAddressProps {
  readonly flow: WireFlow;
  readonly webhookKey: string | undefined;
}

/** Where a webhook is called, with the tenant in it, to be copied as such or as a command. */
export function WebhookAddress({ flow, webhookKey }: WebhookAddressProps) {
  const tenant = useTenant();
  const address = useApiAddress();
  if (webhookKey === undefined) return <p className={classes.text}>{words.noKey}</p>;
  const isExpression = webhookKey.includes('{{');
  // The default tenant has no segment
  const tenantSegment = tenant === undefined ? [] : [tenant];
  const key = isExpression ? 'KEY' : webhookKey;
  const url = address(...tenantSegment, 'executions', 'webhook', flow.namespace, flow.id, key);
  return (
    <>
      <code className={classes.url}>{url}</code>
      <div className={classes.copies}>
        <CopyText label={words.copyUrl} text={url} />
        <CopyText label={words.copyCurl} text={`curl -X POST '${url}' -H 'Content-Type: application/json' -d '{}'`} />
        {isExpression && <span className="dim">{words.keyIsExpression}</span>}
      </div>
    </>
  );
}
