export { arbitraryFlow } from './arbitrary-flow.ts';
export { drive, ended, type Driven } from './drive.ts';
export { brokenInvariants } from './invariants.ts';
export { outline } from './outline.ts';
export { pathOf, play, type Disturbance, type Played } from './play.ts';
export { aFlow, aFlowable, aTask, compiled, testEvaluator } from './test-flow.ts';
