import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WireMcpServer } from '../../api/mcp-servers.ts';
import { contextPath } from '../../api/mount.ts';
import { configsQuery } from '../../auth/use-me.ts';
import { Copyable, CopyIcon } from '../../components/copyable.tsx';
import { mcpText as words } from '../../messages/en-mcp.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { clientConfiguration, mcpServerUrl } from './client-configuration.ts';
import classes from './mcp-servers.module.css';

/** Where agents call it, and what their client has to be told, to be copied. */
export function Connection({ server }: { readonly server: WireMcpServer }) {
  const tenant = useTenant();
  const configured = useQuery(configsQuery).data?.url;
  const url = mcpServerUrl(configured ?? window.location.origin + contextPath, tenant, server.id);
  const configuration = clientConfiguration(server, url);
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
      <figure className={classes.code}>
        <figcaption>
          {words.configuration}
          <CopyIcon text={configuration} label={words.configuration} />
        </figcaption>
        <pre>{configuration}</pre>
      </figure>
    </>
  );
}
