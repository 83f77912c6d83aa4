/**
 * Our figures beside what the machine gives without us, in one run of about two minutes. How to read them: README.md.
 * `npm run bench`, or `npm run bench -- http start-up` for some of the sections.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { measureChain } from './chain.ts';
import { measureEmbedded } from './embedded.ts';
import { measureFanOut } from './fan-out.ts';
import { measureFirstTask } from './first-task.ts';
import { measureFloors, type Floors } from './floors.ts';
import { measureHttp, measureHttpOfTenants } from './http.ts';
import { measureLiveExecutions } from './live-executions.ts';
import { printFigures, type Figure } from './measure.ts';
import { measureStartUp } from './start-up.ts';

interface Section {
  readonly id: string;
  readonly title: string;
  measure(floors: Floors): Promise<Figure[]>;
}

const sections: readonly Section[] = [
  { id: 'embedded', title: 'One-task executions, embedded', measure: (floors) => measureEmbedded(floors) },
  { id: 'chain', title: 'Steps', measure: measureChain },
  { id: 'fan-out', title: 'ForEach, all values at once', measure: measureFanOut },
  { id: 'first-task', title: 'From the call to the first task running', measure: (floors) => measureFirstTask(floors) },
  { id: 'live-executions', title: '10,000 live executions of 1,000 tenants', measure: measureLiveExecutions },
  { id: 'http', title: 'One-task executions over HTTP', measure: measureHttp },
  { id: 'http-tenants', title: 'The same of many tenants', measure: measureHttpOfTenants },
  { id: 'start-up', title: 'Start and rest', measure: measureStartUp },
];

const wanted = process.argv.slice(2);
const unknown = wanted.find((id) => sections.every((section) => section.id !== id));
if (unknown !== undefined) {
  throw new Error(`There is no section '${unknown}'; there are ${sections.map(({ id }) => id).join(', ')}`);
}

const loadAverage = (): string => loadavg()[0]!.toFixed(1);
console.log(
  `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}, load ${loadAverage()}`,
);
const floors = await measureFloors();
printFigures('Floors: without us', [
  {
    name: 'SQLite, 64 executions of two rows a commit',
    value: floors.groupedExecutionsPerSecond,
    unit: 'executions/s',
  },
  { name: 'SQLite, a commit', value: floors.singleCommitMs, unit: 'ms' },
  { name: 'bare HTTP, 64 connections', value: floors.bareRequestsPerSecond, unit: 'requests/s' },
  { name: 'start of a process', value: floors.processStartMs, unit: 'ms' },
]);
for (const { id, title, measure } of sections) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  printFigures(title, await measure(floors));
}
console.log(`\nload ${loadAverage()}`);
