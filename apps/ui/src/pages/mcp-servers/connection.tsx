import { Link } from '@tanstack/react-router';
import type { WireMcpServer } from '../../api/mcp-servers.ts';
import { useApiAddress } from '../../auth/use-api-address.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { mcpText as words } from '../../messages/en-mcp.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { clientConfiguration } from './client-configuration.ts';
import classes from './mcp-servers.module.css';

/** Where agents call it, and what their client has to be told, to be copied. */
export function Connection({ server }: { readonly server: WireMcpServer }) {
  const tenant = useTenant();
  const url = useApiAddress()(tenant ?? 'main', 'mcp', server.id);
  const isPublic = server.serverType === 'PUBLIC';
  return (
    <>
      <p className={classes.text}>
        <Copyable text={url} label={words.address} />
      </p>
      <p className={classes.text}>
        {words.signIn[isPublic ? 'PUBLIC' : ((server.authType as 'BASIC' | 'API_TOKEN' | undefined) ?? 'either')]}
        {!isPublic && server.authType !== 'BASIC' && (
          <>
            {' '}
            <Link to={paths.apiTokens()}>{words.makeToken}</Link>
          </>
        )}
      </p>
      <div className={classes.code}>
        <CodeBlock title={words.configuration} code={clientConfiguration(server, url)} label={words.configuration} />
      </div>
    </>
  );
}
