import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the colours of the page; both schemes follow from the tokens. */
const frame = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'transparent', color: 'var(--n-12)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--n-12)' },
  '.cm-line': { padding: '0 12px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--n-10)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 12px', minWidth: '40px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--n-4) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--n-12)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 26%, transparent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--n-12)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--n-5)', outline: 'none' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--n-4)', border: 'none', color: 'var(--n-11)' },
  '.cm-tooltip': {
    border: '1px solid var(--n-6)',
    borderRadius: '6px',
    backgroundColor: 'var(--n-1)',
    boxShadow: 'var(--shadow)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '12px', maxHeight: '260px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '20px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--n-12)',
  },
  '.cm-completionDetail': { marginLeft: '10px', color: 'var(--n-11)', fontStyle: 'normal' },
  '.cm-completionInfo': { padding: '8px 10px', maxWidth: '380px', fontFamily: 'var(--font-sans)', lineHeight: '1.5' },
  '.cm-documentation': { maxWidth: '440px', padding: '8px 12px', fontFamily: 'var(--font-sans)', lineHeight: '1.5' },
  '.cm-completionInfo .cm-documentation': { padding: '0' },
  '.cm-documentation strong': { fontFamily: 'var(--font-mono)', fontSize: '12px', fontWeight: '600' },
  '.cm-documentation p': { margin: '4px 0 0', whiteSpace: 'pre-line' },
  '.cm-documentation code': { fontFamily: 'var(--font-mono)', fontSize: '12px', color: 'var(--accent-text)' },
  '.cm-diagnostic': { padding: '5px 10px', fontFamily: 'var(--font-sans)' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--red-solid)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--yellow-solid)' },
  '.cm-diagnostic-info': { borderLeft: '3px solid var(--blue-solid)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--red-solid)',
    textUnderlineOffset: '4px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--yellow-solid)',
    textUnderlineOffset: '4px',
  },
  '.cm-lintRange-info': {
    backgroundImage: 'none',
    textDecoration: 'underline dotted var(--blue-solid)',
    textUnderlineOffset: '4px',
  },
  '.cm-gutter-lint': { width: '16px' },
  // The shapes of the states, in place of the pictures that come with the library.
  '.cm-lint-marker': { width: '9px', height: '9px', margin: '6px 3px' },
  '.cm-lint-marker-error': { content: 'normal', borderRadius: '50%', backgroundColor: 'var(--red-solid)' },
  '.cm-lint-marker-warning': {
    content: 'normal',
    clipPath: 'polygon(50% 0, 100% 100%, 0 100%)',
    backgroundColor: 'var(--yellow-solid)',
  },
  '.cm-lint-marker-info': { content: 'normal', backgroundColor: 'var(--blue-solid)' },
  '.cm-panels': { backgroundColor: 'var(--n-2)', color: 'var(--n-12)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--n-5)' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button': {
    border: '1px solid var(--n-6)',
    borderRadius: '4px',
    background: 'var(--n-1)',
    color: 'var(--n-12)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--amber-soft)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--amber-solid) 45%, transparent)' },
});

const syntax = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent-text)' },
  { tag: [tags.string, tags.special(tags.string), tags.content], color: 'var(--n-12)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: 'var(--blue-text)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--n-10)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace, tags.meta], color: 'var(--n-10)' },
]);

export const editorTheme = [frame, syntaxHighlighting(syntax)];
