/** Every older name of a type: the one home of renamings. Matching is exact and case-sensitive. */
import type { JsonObject } from '../json.ts';

/** Whole groups that moved; the rest of the name stays. */
export const renamedGroups: readonly (readonly [older: string, present: string])[] = [
  ['io.kestra.core.tasks.flows.', 'io.kestra.plugin.core.flow.'],
  ['io.kestra.core.tasks.debugs.', 'io.kestra.plugin.core.debug.'],
  ['io.kestra.core.tasks.log.', 'io.kestra.plugin.core.log.'],
  ['io.kestra.core.tasks.executions.', 'io.kestra.plugin.core.execution.'],
  ['io.kestra.core.tasks.outputs.', 'io.kestra.plugin.core.output.'],
  ['io.kestra.core.tasks.states.', 'io.kestra.plugin.core.state.'],
  ['io.kestra.core.tasks.storages.', 'io.kestra.plugin.core.storage.'],
  ['io.kestra.core.tasks.templating.', 'io.kestra.plugin.core.templating.'],
  ['io.kestra.core.tasks.trigger.', 'io.kestra.plugin.core.trigger.'],
  ['io.kestra.core.models.triggers.types.', 'io.kestra.plugin.core.trigger.'],
  ['io.kestra.core.models.conditions.types.', 'io.kestra.plugin.core.condition.'],
  ['io.kestra.plugin.fs.http.', 'io.kestra.plugin.core.http.'],
  ['io.kestra.plugin.langchain4j.', 'io.kestra.plugin.ai.'],
];

/** Types whose own name changed; applied after the groups. */
export const renamedTypes: ReadonlyMap<string, string> = new Map([
  ['io.kestra.plugin.core.flow.Worker', 'io.kestra.plugin.core.flow.WorkingDirectory'],
  ['io.kestra.plugin.core.flow.Flow', 'io.kestra.plugin.core.flow.Subflow'],
  ['io.kestra.plugin.core.flow.WaitFor', 'io.kestra.plugin.core.flow.LoopUntil'],
  ['io.kestra.plugin.core.execution.Counts', 'io.kestra.plugin.core.execution.Count'],
  ['io.kestra.plugin.core.storage.Purge', 'io.kestra.plugin.core.execution.PurgeExecutions'],
  ['io.kestra.plugin.core.storage.PurgeExecution', 'io.kestra.plugin.core.storage.PurgeCurrentExecutionFiles'],
  ['io.kestra.core.models.tasks.runners.types.ProcessTaskRunner', 'io.kestra.plugin.core.runner.Process'],
  ['io.kestra.plugin.core.runner.ProcessTaskRunner', 'io.kestra.plugin.core.runner.Process'],
  ['io.kestra.plugin.scripts.runner.docker.DockerTaskRunner', 'io.kestra.plugin.scripts.runner.docker.Docker'],
  ['io.kestra.plugin.core.condition.VariableCondition', 'io.kestra.plugin.core.condition.Expression'],
  ['io.kestra.plugin.core.condition.ExpressionCondition', 'io.kestra.plugin.core.condition.Expression'],
  ['io.kestra.plugin.core.condition.FlowCondition', 'io.kestra.plugin.core.condition.ExecutionFlow'],
  ['io.kestra.plugin.core.condition.FlowNamespaceCondition', 'io.kestra.plugin.core.condition.ExecutionNamespace'],
  ['io.kestra.plugin.serdes.csv.CsvReader', 'io.kestra.plugin.serdes.csv.CsvToIon'],
  ['io.kestra.plugin.serdes.csv.CsvWriter', 'io.kestra.plugin.serdes.csv.IonToCsv'],
  ['io.kestra.plugin.serdes.json.JsonReader', 'io.kestra.plugin.serdes.json.JsonToIon'],
  ['io.kestra.plugin.serdes.json.JsonWriter', 'io.kestra.plugin.serdes.json.IonToJson'],
  ['io.kestra.plugin.serdes.avro.AvroReader', 'io.kestra.plugin.serdes.avro.AvroToIon'],
  ['io.kestra.plugin.serdes.avro.AvroWriter', 'io.kestra.plugin.serdes.avro.IonToAvro'],
  ['io.kestra.plugin.serdes.parquet.ParquetReader', 'io.kestra.plugin.serdes.parquet.ParquetToIon'],
  ['io.kestra.plugin.serdes.parquet.ParquetWriter', 'io.kestra.plugin.serdes.parquet.IonToParquet'],
  ['io.kestra.plugin.serdes.xml.XmlReader', 'io.kestra.plugin.serdes.xml.XmlToIon'],
  ['io.kestra.plugin.serdes.xml.XmlWriter', 'io.kestra.plugin.serdes.xml.IonToXml'],
]);

/** What a property is when a flow names the type as it was called then, and does not set it. */
export const olderDefaults: ReadonlyMap<string, JsonObject> = new Map([
  [
    'io.kestra.plugin.core.flow.WaitFor',
    { checkFrequency: { interval: 'PT1S', maxIterations: 100, maxDuration: 'PT1H' } },
  ],
]);

/** Conditions dropped their suffix; the deprecated ones that kept it have no successor of their own. */
const suffixedCondition = /^(io\.kestra\.plugin\.core\.condition\.\w+)Condition$/;
const keptConditions: ReadonlySet<string> = new Set(['io.kestra.plugin.core.condition.MultipleCondition']);
const notification = /^io\.kestra\.plugin\.notifications\.(\w+)\.(\w+)$/;

/** The present name of a type; the name itself when it was never another. */
export function canonicalType(type: string): string {
  const group = renamedGroups.find(([older]) => type.startsWith(older));
  const moved = group === undefined ? type : group[1] + type.slice(group[0].length);
  const renamed = renamedTypes.get(moved);
  if (renamed !== undefined) return renamed;
  const condition = keptConditions.has(moved) ? null : suffixedCondition.exec(moved);
  if (condition !== null) return condition[1]!;
  const service = notification.exec(moved);
  return service === null ? moved : `io.kestra.plugin.${service[1] === 'mail' ? 'email' : service[1]}.${service[2]}`;
}
