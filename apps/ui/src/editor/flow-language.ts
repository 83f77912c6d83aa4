import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { hoverTooltip, type EditorView } from '@codemirror/view';
import { useQuery } from '@tanstack/react-query';
import { completeFlow, hoverFlow, type FlowCompletion, type JsonSchema } from '@windhover/model/editor';
import { useMemo } from 'react';
import { requestJson } from '../api/request.ts';
import type { SourceKind } from './use-source-problems.ts';
import { documentationNode } from './documentation-node.ts';
import { useReusableInputsIn } from './use-reusable-inputs-in.ts';
import { yamlLanguage } from './yaml-language.ts';

/** One schema a version of the server; without it only what the source itself defines can be completed. */
const schemaQuery = (language: 'flow' | 'dashboard') => ({
  queryKey: ['schema', language],
  queryFn: () => requestJson<JsonSchema>(`/plugins/schemas/${language}`),
  staleTime: Infinity,
  retry: false,
});

const noSchema: JsonSchema = {};

/** Where typing alone asks for candidates: within a word, after a colon, at the start of an expression or filter. */
const worthAsking = /(?:[\w.]|: |\{\{ ?|\| ?|- )$/;

const kinds: Readonly<Record<FlowCompletion['kind'], string>> = {
  property: 'property',
  type: 'class',
  value: 'constant',
  id: 'variable',
  expression: 'function',
};

/** Completion and explanation of flows and what is written like them, by the model's own code. */
export function useFlowLanguage(kind: SourceKind, tenant: string | undefined, source: string): Extension {
  const language = useQuery(schemaQuery(kind === 'dashboard' ? 'dashboard' : 'flow')).data ?? noSchema;
  const schema = useReusableInputsIn(language, tenant, source);
  return useMemo(
    () => flowLanguage(kind === 'reusableInputs' ? { ...schema, $ref: '#/$defs/reusableInputs' } : schema),
    [schema, kind],
  );
}

function flowLanguage(schema: JsonSchema): Extension {
  return [
    yamlLanguage,
    autocompletion({ override: [(context) => complete(context, schema)], icons: false, maxRenderedOptions: 200 }),
    hoverTooltip((view, at) => {
      const found = hoverFlow(view.state.doc.toString(), at, schema);
      if (found === undefined) return null;
      return {
        pos: found.from,
        end: found.to,
        above: true,
        create: () => ({ dom: documentationNode(found.title, found.documentation) }),
      };
    }),
  ];
}

function complete(context: CompletionContext, schema: JsonSchema): CompletionResult | null {
  if (!context.explicit && context.matchBefore(worthAsking) === null) return null;
  const found = completeFlow(context.state.doc.toString(), context.pos, schema);
  const first = found[0];
  if (first === undefined) return null;
  return { from: Math.min(...found.map(({ from }) => from)), options: found.map(toOption), filter: false };
}

function toOption(candidate: FlowCompletion): Completion {
  const { label, kind, detail, documentation, insertText, from, to } = candidate;
  return {
    label,
    type: kinds[kind],
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(documentation === undefined ? {} : { info: () => documentationNode(undefined, documentation) }),
    apply: (view: EditorView) => {
      view.dispatch({
        changes: { from, to: Math.max(to, view.state.selection.main.head), insert: insertText },
        selection: { anchor: from + insertText.length },
        userEvent: 'input.complete',
      });
    },
  };
}
