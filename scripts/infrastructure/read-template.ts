import { readFile } from 'node:fs/promises';
import { DEFAULT_SCHEMA, load, Type } from 'js-yaml';
import { type Json, type Template, templateOf } from './template.ts';

const names = ['Sub', 'GetAtt', 'If', 'Join', 'Select', 'GetAZs', 'Equals', 'Not', 'And', 'Or', 'FindInMap', 'Split'];

const long = (name: string, value: Json): Json => {
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  return { [`Fn::${name}`]: name === 'GetAtt' && typeof value === 'string' ? value.split('.') : value };
};

/** CloudFormation's short words (`!Ref` and its like) as what they stand for. */
const schema = DEFAULT_SCHEMA.extend(
  [...names, 'Ref', 'Condition'].flatMap((name) =>
    (['scalar', 'sequence', 'mapping'] as const).map(
      (kind) => new Type(`!${name}`, { kind, construct: (value: Json) => long(name, value) }),
    ),
  ),
);

/** A template that is not made by the framework. */
export const readTemplate = async (file: string): Promise<Template> =>
  templateOf(load(await readFile(file, 'utf8'), { schema, filename: file }) as Json);
