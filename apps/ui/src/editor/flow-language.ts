import { autocompletion, completeAnyWord } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';

const language: Extension = autocompletion({ override: [completeAnyWord] });

/** Completion and hover for flows. */
export function useFlowLanguage(): Extension {
  return language;
}
