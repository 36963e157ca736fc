import type { PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';
import type { Tool } from './tool.ts';

const filled = (pattern: string, values: Readonly<Record<string, string>>): string =>
  pattern.replace(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));

/** Where the services of a course answer for a tool. */
export const addressesOf = ({ url, profile: { paths } }: Platform, course: PracticeCourse, tool: Tool) => {
  const values = { course: paths.course(course), tool: tool.id };
  const query = paths.query(tool);
  const lineItem = (item: string) => url + filled(paths.lineItem, { ...values, item }) + query;
  return {
    memberships: url + filled(paths.memberships, values),
    lineItems: url + filled(paths.lineItems, values) + query,
    lineItem,
    /** Below a line item: its path goes on, its query stays behind. */
    results: (item: string) => `${url}${filled(paths.lineItem, { ...values, item })}/results${query}`,
  };
};
