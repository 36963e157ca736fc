import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildUi } from '../scripts/build-ui.ts';
import type { ChildTold } from './launch-child.ts';
import { clientId, type LaunchPlatform, openLaunchPlatform } from './launch-platform.ts';

const launches = 100;
const requests = 100;
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

interface Tool {
  readonly url: string;
  counts(): Promise<{ calls: number; megabytes: number }>;
  close(): void;
}

const heard = async (child: ChildProcess): Promise<ChildTold> => ((await once(child, 'message')) as [ChildTold])[0];

const openTool = async (script: string, platform: LaunchPlatform): Promise<Tool> => {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = fork(file, [platform.url], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port = 0 } = await heard(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async counts() {
      child.send('counts');
      const { calls = 0, megabytes = 0 } = await heard(child);
      return { calls, megabytes };
    },
    close: () => void child.kill(),
  };
};

/** A whole launch as a browser makes it, to the page that can be used. Answers what a request is authorised by. */
const launchOnce = async (
  { url }: Tool,
  platform: LaunchPlatform,
  target: string,
): Promise<Readonly<Record<string, string>>> => {
  const login = new URLSearchParams({
    iss: platform.url,
    login_hint: 'x',
    target_link_uri: target,
    client_id: clientId,
  });
  const begun = await fetch(`${url}/lti/login/bench?${login}`, {
    redirect: 'manual',
    headers: { 'Sec-Fetch-Dest': 'document' },
  });
  await begun.arrayBuffer();
  const asked = new URL(begun.headers.get('location') ?? '').searchParams;
  const cookieOf = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  const token = await platform.sign(asked.get('nonce') ?? '', target);
  const body = new URLSearchParams({ state: asked.get('state') ?? '', id_token: token });
  const answer = await fetch(`${url}/lti/launch`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { ...form, Cookie: cookieOf(begun) },
  });
  const text = await answer.text();
  const handover = /id="muster-launch">(.*?)<\/script>/s.exec(text)?.[1];
  if (handover !== undefined) return { Authorization: `Bearer ${(JSON.parse(handover) as { bearer: string }).bearer}` };
  const next = answer.headers.get('location');
  if (next === null) throw new Error(`launch refused: ${answer.status} ${text.slice(0, 200)}`);
  const page = await fetch(new URL(next, url), { headers: { Cookie: cookieOf(answer) } });
  if (!page.ok) throw new Error(`page refused: ${page.status}`);
  await page.arrayBuffer();
  const ltik = new URL(next, url).searchParams.get('ltik') ?? '';
  return { Authorization: `Bearer ${ltik}`, Cookie: cookieOf(answer) };
};

interface Measured {
  readonly callsALaunch: number;
  readonly callsARequest: number;
  readonly keysAskedFor: number;
  readonly millisecondsALaunch: number;
  readonly launchesASecond: number;
}

const measure = async (name: string, script: string, targetOf: (tool: Tool) => string): Promise<Measured> => {
  const platform = await openLaunchPlatform();
  const tool = await openTool(script, platform);
  const target = targetOf(tool);
  const launchNow = () => launchOnce(tool, platform, target);
  for (let warm = 0; warm < 10; warm += 1) await launchNow();
  const [before, keysBefore] = [await tool.counts(), platform.keysAskedFor()];
  const times: number[] = [];
  let leave: Readonly<Record<string, string>> = {};
  for (let launch = 0; launch < launches; launch += 1) {
    const begun = performance.now();
    leave = await launchNow();
    times.push(performance.now() - begun);
  }
  const after = await tool.counts();
  const keysAskedFor = platform.keysAskedFor() - keysBefore;
  for (let request = 0; request < requests; request += 1) {
    const answer = await fetch(`${tool.url}/api/hello`, { headers: leave });
    if (!answer.ok) throw new Error(`${name}: request refused, ${answer.status}`);
    await answer.arrayBuffer();
  }
  const atEnd = await tool.counts();
  const begun = performance.now();
  await Promise.all(Array.from({ length: launches }, launchNow));
  const launchesASecond = (launches * 1000) / (performance.now() - begun);
  const told: Measured = {
    callsALaunch: (after.calls - before.calls) / launches,
    callsARequest: (atEnd.calls - after.calls) / requests,
    keysAskedFor,
    millisecondsALaunch: [...times].sort((a, b) => a - b)[launches / 2] ?? 0,
    launchesASecond,
  };
  console.log(
    `  ${name.padEnd(8)} ${told.callsALaunch.toFixed(1).padStart(5)} calls a launch, ${told.callsARequest.toFixed(1)} a request; key set asked for ${told.keysAskedFor} times in ${launches} launches; median ${told.millisecondsALaunch.toFixed(1)} ms one after another, ${told.launchesASecond.toFixed(0)} a second at once; ${atEnd.megabytes} MB`,
  );
  tool.close();
  await platform.close();
  return told;
};

/**
 * A launch of Muster beside one of a plain ltijs tool, on the same embedded store, in processes of their own. Muster's
 * public URL is fixed, so its target is as well; ltijs takes any.
 */
export const benchLaunch = async (): Promise<boolean> => {
  await buildUi();
  console.log(`Launches, from the login to the page: ${launches} one after another, then ${launches} at once`);
  const muster = await measure('Muster', 'launch-muster.ts', () => 'http://localhost/lti/launch');
  const ltijs = await measure('ltijs', 'launch-ltijs.ts', ({ url }) => `${url}/lti/launch`);
  const passed = muster.callsALaunch <= 4 && muster.callsARequest <= 1 && muster.keysAskedFor <= 1;
  console.log(
    `  Target (4 calls a launch, 1 a request, keys once): ${passed ? 'met' : 'MISSED'}; beside ltijs ${(ltijs.millisecondsALaunch / muster.millisecondsALaunch).toFixed(2)} times as fast one after another`,
  );
  return passed;
};
