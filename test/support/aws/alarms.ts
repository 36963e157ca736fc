import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTemplate } from '../../../scripts/infrastructure/read-template.ts';
import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  type Resource,
} from '../../../scripts/infrastructure/template.ts';

const folder = fileURLToPath(new URL('../../../infrastructure', import.meta.url));
const read = async (name: string): Promise<JsonObject> =>
  (await readTemplate(join(folder, name))) as unknown as JsonObject;
const objects = (value: Json | undefined): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);

/** The alarms of a stage that tell somebody, by logical id. */
export const readAlarms = async (): Promise<ReadonlyMap<string, JsonObject>> => {
  const alarms = new Map<string, JsonObject>();
  for (const name of (await readdir(folder)).filter((one) => /^alarms-.*\.yml$/.test(one))) {
    const { Resources } = await read(name);
    for (const [id, { Type, Properties = {} }] of Object.entries(Resources as unknown as Record<string, Resource>))
      if (Type === 'AWS::CloudWatch::Alarm' && objects(Properties.AlarmActions).length > 0) alarms.set(id, Properties);
  }
  return alarms;
};

/** What an alarm of several metrics adds up: those that its expression names. */
const inputsOf = ({ Metrics }: JsonObject): JsonObject[] => {
  const all = objects(Metrics);
  const told = String(all.find(({ ReturnData }) => ReturnData === true)?.Expression ?? '');
  return all.flatMap(({ Id, MetricStat }) => {
    const isNamed = new RegExp(`\\b${String(Id)}\\b`).test(told);
    return isNamed && isObject(MetricStat) && MetricStat.Stat === 'Sum' && isObject(MetricStat.Metric)
      ? [MetricStat.Metric]
      : [];
  });
};

/**
 * The alarms that a function's death is told by: its metric Errors is one of their inputs; or, of one that nothing else calls,
 * the HTTP API's 5xx, which is what it answers when the function behind a route, or its authorizer, fails.
 */
export const alarmsOn = async (name: string): Promise<string[]> => {
  const { events } = (await read('functions.yml'))[name] as JsonObject;
  const calls = objects(events);
  const isAsked = calls.length > 0 && calls.every(({ httpApi }) => httpApi !== undefined);
  const behindHttpApi = isAsked || name === 'authorizer';
  const isOn = ({ Namespace, MetricName, Dimensions }: JsonObject): boolean => {
    const [dimension = {}] = objects(Dimensions);
    if (Namespace === 'AWS/Lambda')
      return MetricName === 'Errors' && dimension.Value === `muster-\${sls:stage}-${name}`;
    const isOurs = isObject(dimension.Value) && dimension.Value.Ref === 'HttpApi';
    return behindHttpApi && Namespace === 'AWS/ApiGateway' && MetricName === '5xx' && isOurs;
  };
  return [...(await readAlarms())].flatMap(([id, alarm]) => (inputsOf(alarm).some(isOn) ? [id] : []));
};
