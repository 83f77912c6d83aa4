/** The door for editors in browsers: nothing behind it needs zod or a YAML parser. */
export { completeFlow, type FlowCompletion } from './editor/complete-flow.ts';
export { hoverFlow, type FlowHover } from './editor/hover-flow.ts';
export type { JsonSchema } from './editor/json-schema.ts';
export { placeOfTask, taskAt, type SourcePlace } from './editor/tasks-in-source.ts';
export { topText } from './editor/top-text.ts';
