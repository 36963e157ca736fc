/** JSON as CloudFormation reads it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Resource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Conditions?: JsonObject;
  readonly Parameters?: JsonObject;
  readonly Outputs?: Readonly<Record<string, JsonObject>>;
}

/** A template is JSON of a known shape. */
export const jsonOf = (value: Template | Resource): Json => value as unknown as Json;
export const templateOf = (value: Json): Template => value as unknown as Template;

/** A template with this resource alone. */
export const onlyResource = (template: Template, id: string): Template => {
  const resource = template.Resources[id];
  if (resource === undefined) throw new Error(`there is no ${id}`);
  return { Resources: { [id]: resource } };
};

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The name and argument of `{"Fn::…": …}`, `{"Ref": …}` or `{"Condition": …}`; null when the object is none. */
export const intrinsicOf = (value: Json | undefined): readonly [name: string, argument: Json] | null => {
  if (!isObject(value)) return null;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return null;
  return /^(Fn::\w+|Ref|Condition)$/.test(entry[0]) ? entry : null;
};

/** Walks every value of a tree, parents first. */
export const visit = (
  value: Json,
  path: readonly string[],
  see: (value: Json, path: readonly string[]) => void,
): void => {
  see(value, path);
  if (isList(value)) for (const [index, one] of value.entries()) visit(one, [...path, String(index)], see);
  else if (isObject(value)) for (const [key, one] of Object.entries(value)) visit(one, [...path, key], see);
};
