import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconX } from '@tabler/icons-react';
import type { Json } from '@windhover/model';
import type { ReactNode } from 'react';
import type { WireGraph } from '../api/graphs.ts';
import { JsonTree } from '../components/json-tree.tsx';
import { pluginText } from '../messages/en-plugins.ts';
import { topologyText as words } from '../messages/en-topology.ts';
import { t } from '../messages/en.ts';
import { paths } from '../paths.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import type { DrawnThing } from './drawing.ts';
import classes from './topology.module.css';

interface ThingPanelProps {
  readonly graph: WireGraph;
  /** Of the task or trigger. */
  readonly id: string;
  /** Whose flow it is. */
  readonly flow: { readonly namespace: string; readonly id: string };
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** What a chosen task or trigger is; nothing when the drawing has none of that id. */
export function ThingPanel({ graph, id, flow, onClose, children }: ThingPanelProps) {
  const tenant = useTenant();
  const thing = thingOf(graph, id);
  if (thing === undefined) return null;
  const { id: _id, type, description, tasks: _tasks, ...properties } = thing;
  const called = typeof properties['flowId'] === 'string' ? properties['flowId'] : undefined;
  const calledIn = typeof properties['namespace'] === 'string' ? properties['namespace'] : flow.namespace;
  return (
    <aside className={classes.aside} aria-label={words.about(id)}>
      <div className={classes.asideHead}>
        <h2>{id}</h2>
        <ActionIcon aria-label={t.close} onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <p className="mono dim">{type}</p>
      {typeof description === 'string' && <p>{description}</p>}
      <div className={classes.links}>
        <Link to={paths.flow(tenant, flow.namespace, flow.id, 'edit')} search={{ task: id } as never}>
          {words.edit}
        </Link>
        <Link to={paths.plugin(tenant, type)}>{pluginText.documentation}</Link>
        {called !== undefined && !called.includes('{{') && !calledIn.includes('{{') && (
          <Link to={paths.flow(tenant, calledIn, called, 'topology')}>{words.subflow(called)}</Link>
        )}
      </div>
      {children}
      <h3>{words.properties}</h3>
      {Object.keys(properties).length === 0 ? (
        <p className="dim">{words.noProperties}</p>
      ) : (
        <JsonTree value={properties as Json} />
      )}
    </aside>
  );
}

function thingOf({ nodes }: WireGraph, id: string): DrawnThing | undefined {
  return nodes
    .map(({ task, trigger }) => (task ?? trigger) as DrawnThing | undefined)
    .find((thing) => thing?.id === id);
}
