import type { Json } from '@windhover/model';
import { useState } from 'react';
import { FileLinks } from '../files/file-links.tsx';
import { t } from '../messages/en.ts';
import { CopyIcon } from './copyable.tsx';
import { childPath } from './expression-path.ts';
import { FoldButton, NoFold } from './fold-button.tsx';
import classes from './json-tree.module.css';

interface JsonTreeProps {
  readonly value: Json;
  /** How an expression names it: `outputs.fetch`. Undefined where no expression does; nothing can be copied then. */
  readonly path?: string | undefined;
  /** Whose files the value may name. */
  readonly executionId?: string | undefined;
}

const openDepth = 2;
const firstChildren = 100;

/** Plain data as a tree that folds; every value can be copied as the expression that gives it. */
export function JsonTree({ value, path, executionId }: JsonTreeProps) {
  return (
    <div className={classes.tree}>
      {isBranch(value) ? (
        childrenOf(value).map(([key, child]) => (
          <Node
            key={key}
            name={key}
            value={child}
            path={path && childPath(path, key, Array.isArray(value))}
            depth={0}
            executionId={executionId}
          />
        ))
      ) : (
        <Node name="" value={value} path={path} depth={0} executionId={executionId} />
      )}
    </div>
  );
}

interface NodeProps extends JsonTreeProps {
  readonly name: string;
  readonly depth: number;
}

function Node({ name, value, path, depth, executionId }: NodeProps) {
  const [opened, setOpened] = useState(depth < openDepth);
  const [limit, setLimit] = useState(firstChildren);
  const branch = isBranch(value);
  const children = branch ? childrenOf(value) : [];
  return (
    <div>
      <div className={classes.row} style={{ paddingLeft: depth * 18 }}>
        {branch ? (
          <FoldButton
            opened={opened}
            openLabel={`${t.executions.expandNode} ${name}`}
            closeLabel={`${t.executions.collapseNode} ${name}`}
            onToggle={() => setOpened(!opened)}
          />
        ) : (
          <NoFold />
        )}
        {name !== '' && <span className={classes.key}>{name}</span>}
        {branch ? (
          <span className="dim">{summary(value, children.length)}</span>
        ) : (
          <Leaf value={value} executionId={executionId} />
        )}
        {path !== undefined && (
          <span className={classes.copy}>
            <CopyIcon text={`{{ ${path} }}`} label={t.executions.copyExpression} />
          </span>
        )}
      </div>
      {opened &&
        children
          .slice(0, limit)
          .map(([key, child]) => (
            <Node
              key={key}
              name={key}
              value={child}
              path={path && childPath(path, key, Array.isArray(value))}
              depth={depth + 1}
              executionId={executionId}
            />
          ))}
      {opened && children.length > limit && (
        <button
          type="button"
          className={classes.more}
          style={{ marginLeft: depth * 18 + 22 }}
          onClick={() => setLimit(limit * 10)}
        >
          … {children.length - limit}
        </button>
      )}
    </div>
  );
}

function Leaf({ value, executionId }: Pick<JsonTreeProps, 'value' | 'executionId'>) {
  if (typeof value !== 'string') return <span className={classes.literal}>{JSON.stringify(value)}</span>;
  return (
    <>
      <span className={classes.text}>{value === '' ? '""' : value}</span>
      {executionId !== undefined && value.startsWith('kestra://') && (
        <FileLinks executionId={executionId} uri={value} />
      )}
    </>
  );
}

type Branch = readonly Json[] | { readonly [key: string]: Json };

/** Empty lists and maps have nothing to unfold: they are shown as `[]` and `{}`. */
function isBranch(value: Json): value is Branch {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function childrenOf(value: Branch): readonly (readonly [string, Json])[] {
  return Array.isArray(value)
    ? value.map((child: Json, index) => [String(index), child] as const)
    : Object.entries(value);
}

function summary(value: Branch, count: number): string {
  return Array.isArray(value) ? `[${count}]` : `{${count}}`;
}
