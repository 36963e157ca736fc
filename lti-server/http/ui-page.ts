import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const marker = '<!--muster-data-->';

/** A built page with data as JSON in its body, for its script to read; "<" is escaped, so that nothing in it ends the script. */
export type UiPage = (data: object) => Promise<string>;

/** `file` is a page of the UI folder: index, login or binding. The script element's id is `muster-<name>`. */
export const uiPage =
  (uiFolder: string, file: string, name: string): UiPage =>
  async (data) => {
    const page = await readFile(join(uiFolder, file), 'utf8');
    const json = JSON.stringify(data).replaceAll('<', '\\u003c');
    return page.replace(marker, () => `<script type="application/json" id="muster-${name}">${json}</script>`);
  };
