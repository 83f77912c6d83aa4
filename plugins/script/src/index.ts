import type { AnyTask } from '@windhover/plugin-sdk';
import { scriptTasks } from './script-tasks.ts';

export { endLeftoverProcesses } from './process-tree.ts';

/** Script tasks of all languages. */
export const scriptPlugins: readonly AnyTask[] = [
  scriptTasks({
    id: 'shell',
    name: 'Shell',
    programs: [],
    extension: 'sh',
    exampleScript: 'echo "Hello"',
    exampleCommand: 'echo "Hello"',
  }),
  scriptTasks({
    id: 'python',
    name: 'Python',
    programs: ['python3', 'python'],
    extension: 'py',
    exampleScript: 'print("Hello")',
    exampleCommand: 'python3 main.py',
  }),
  scriptTasks({
    id: 'node',
    name: 'Node.js',
    programs: ['node'],
    extension: 'js',
    exampleScript: 'console.log("Hello")',
    exampleCommand: 'node main.js',
  }),
].flat();
