import { parseArgs } from 'node:util';
import { helpWhenAsked } from './help.ts';
import { smokeChecks } from './smoke/checks.ts';

/** Looks at a Muster that was just deployed from outside: one line a check, exit code 1 when one fails, 2 when not understood. */
const usage = 'npm run smoke -- --url https://muster.school.example [--realtime wss://muster.school.example/realtime]';

const understand = (): { url: string; realtime: string | undefined } | null => {
  try {
    const { values } = parseArgs({ options: { url: { type: 'string' }, realtime: { type: 'string' } } });
    const { url = '', realtime } = values;
    const sound =
      /^https?:\/\//.test(url) && URL.canParse(url) && (realtime === undefined || /^wss?:\/\//.test(realtime));
    return sound ? { url: new URL(url).origin, realtime } : null;
  } catch {
    return null;
  }
};

helpWhenAsked(usage);
const understood = understand();
if (understood === null) {
  console.error(usage);
  process.exit(2);
}
const { url, realtime } = understood;
let failed = 0;
const checks = smokeChecks(url, realtime);
for (const { name, run } of checks) {
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
    console.log(`FAIL ${name}: ${why}`);
  }
}
console.log(`${checks.length - failed} passed, ${failed} failed: ${url}`);
process.exit(failed === 0 ? 0 : 1);
