import { resolveObjectURL } from 'node:buffer';
import { saveText } from '../../../launch-ui/save-text.ts';

describe('a text that is saved as a file', () => {
  it('is offered under its name, as UTF-8 of its type, and let go afterwards', async () => {
    const link = { href: '', download: '', click: () => {} };
    const offered: { blob: ReturnType<typeof resolveObjectURL>; name: string }[] = [];
    link.click = () => offered.push({ blob: resolveObjectURL(link.href), name: link.download });
    Object.assign(globalThis, { document: { createElement: () => link } });
    saveText('attendance.csv', 'text/csv', 'Name\r\nZoë\r\n');
    const [file] = offered;
    expect(file?.name).toBe('attendance.csv');
    expect(file?.blob?.type).toBe('text/csv;charset=utf-8');
    expect(await file?.blob?.text()).toBe('Name\r\nZoë\r\n');
    expect(resolveObjectURL(link.href)).toBeUndefined();
  });
});
