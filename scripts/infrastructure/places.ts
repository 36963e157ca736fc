import { isList, isObject, type Json } from './template.ts';

const arn = (rest: string) => `arn:\${AWS::Partition}:${rest}`;
const here = (service: string, rest: string) => arn(`${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`);
const connections = (verb: string) => here('execute-api', `\${RealtimeApi}/realtime/${verb}/@connections/*`);

const queues = ['Uploads', 'Publish', 'Report', 'Work'].flatMap((name): [string, string][] => [
  [`${name}Queue.Arn`, `${name.toLowerCase()} queue`],
  [`${name}DeadLetters.Arn`, `${name.toLowerCase()} dead letters`],
]);

/** Resources as roles name them, and what we call them. */
const places: ReadonlyMap<string, string> = new Map([
  [here('dynamodb', 'table/muster-prod'), 'table'],
  [here('dynamodb', 'table/muster-prod/index/due'), 'index due'],
  ['Key.Arn', 'key'],
  ['Keys', 'secret'],
  ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:muster-prod/keys-AbCdEf', 'secret'],
  ['arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555', 'key'],
  ['*', 'everything'],
  ['MediaBucket.Arn', 'media bucket'],
  [`\${MediaBucket.Arn}/*`, 'media'],
  [`\${MediaBucket.Arn}/uploads/*`, 'uploads'],
  [`\${MediaBucket.Arn}/captures/*`, 'captures'],
  [`\${MediaBucket.Arn}/references/*`, 'references'],
  [`\${MediaBucket.Arn}/health/*`, 'health'],
  ['ReportsBucket.Arn', 'reports bucket'],
  [`\${ReportsBucket.Arn}/*`, 'reports'],
  ...queues,
  [connections('POST'), 'post to connections'],
  [connections('DELETE'), 'close connections'],
  [here('rekognition', 'collection/muster-prod-*'), 'collections'],
  [here('sagemaker', 'endpoint/muster-faces'), 'endpoint'],
]);

const textOf = (resource: Json): string => {
  if (!isObject(resource)) return String(resource);
  const { Ref, 'Fn::Sub': text, 'Fn::GetAtt': attribute } = resource;
  return String(Ref ?? text ?? (isList(attribute) ? attribute.join('.') : JSON.stringify(resource)));
};

/** What we call a resource that the role of this function names; its own text when it has no name. */
export const placeOf = (resource: Json, functionName: string): string => {
  const text = textOf(resource);
  if (text === here('logs', `log-group:/aws/lambda/muster-prod-${functionName}:*`)) return 'own logs';
  return places.get(text) ?? text;
};
