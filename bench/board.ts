import type { CDPSession, Locator, Page } from 'playwright-core';
import { desktop, openBrowser } from '../test/support/browser.ts';
import { openPractice, type RunningPractice } from '../test/support/practice.ts';
import { type Crowd, openLecture } from './board-crowd.ts';

/** The RAIL model's limits: an answer to a tap is felt as immediate within 100 ms, a page as one flow within 1 s. */
const tapMs = 100;
const pageMs = 1000;

type Wait = { readonly selector: string; readonly text: string };

/** Runs in the page, as text: what compiles this file must not reach into it. */
const watcher = `({ event, selector, text }) => {
  const shows = () => [...document.querySelectorAll(selector)].some(({ textContent }) => new RegExp(text).test(textContent));
  window.took = null;
  window.addEventListener(event, ({ timeStamp }) => {
    const look = () => {
      if (!shows()) return requestAnimationFrame(look);
      requestAnimationFrame(() => setTimeout(() => { window.took = performance.now() - timeStamp; }));
    };
    look();
  }, { capture: true, once: true });
}`;

/** From the input's own time until the frame after the page shows what is waited for. */
const timed = async (
  page: Page,
  event: 'click' | 'keydown',
  wait: Wait,
  act: () => Promise<unknown>,
): Promise<Took> => {
  await page.evaluate(`(${watcher})(${JSON.stringify({ event, ...wait })})`);
  const chromium = await page.context().newCDPSession(page);
  await chromium.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await threadSeconds(chromium);
  await act();
  const took = await page.waitForFunction(() => (window as { took?: number | null }).took, null, { timeout: 60_000 });
  const cpu = ((await threadSeconds(chromium)) - before) * 1000;
  await chromium.detach();
  return { ms: Number(await took.jsonValue()), cpu };
};

/** What one input took: on the clock, and of the page's own thread, which a busy machine does not lengthen. */
interface Took {
  readonly ms: number;
  readonly cpu: number;
}

/** Seconds of processor time that the page's main thread has used. */
const threadSeconds = async (chromium: CDPSession): Promise<number> => {
  const { metrics } = await chromium.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
};

/** Found before the time is taken: looking for a button by its name takes the page's thread longer than many an answer. */
const found = async (button: Locator) => {
  const element = await button.elementHandle();
  if (element === null) throw new Error('there is no such button');
  return element;
};

const footer = (text: string): Wait => ({ selector: 'footer', text });

const openBoard = async (page: Page, { toolUrl }: RunningPractice, { session }: Crowd): Promise<Took> => {
  const chromium = await page.context().newCDPSession(page);
  await chromium.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${toolUrl}/app/sessions/${session}`);
  await page.waitForFunction(() => document.querySelector('fieldset button'));
  const painted = 'new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))))';
  const ms = Number(await page.evaluate(painted));
  const cpu = (await threadSeconds(chromium)) * 1000;
  await chromium.detach();
  return { ms, cpu };
};

const heapMegabytes = async (page: Page): Promise<number> => {
  const chromium = await page.context().newCDPSession(page);
  await chromium.send('HeapProfiler.collectGarbage');
  const { usedSize } = await chromium.send('Runtime.getHeapUsage');
  return usedSize / 1_000_000;
};

const middle = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** One line of the table; whether its median keeps the limit. */
const tell = (what: string, all: readonly Took[], limit: number): boolean => {
  const times = all.map(({ ms }) => ms);
  const [median, worst, cpu] = [middle(times), Math.max(...times), middle(all.map((one) => one.cpu))].map((number) =>
    `${Math.round(number)}`.padStart(6),
  );
  const kept = middle(times) <= limit;
  console.log(
    `  ${what.padEnd(36)} median${median} ms, worst${worst} ms of ${all.length}; page's processor time${cpu} ms; limit ${limit} ms${kept ? '' : '  MISSED'}`,
  );
  return kept;
};

const measure = async (page: Page, practice: RunningPractice, crowd: Crowd): Promise<boolean> => {
  const openings: Took[] = [];
  for (let run = 0; run < 5; run += 1) openings.push(await openBoard(page, practice, crowd));
  const taps: Took[] = [];
  for (let run = 0; run < 15; run += 1) {
    const row = page.locator('fieldset').nth(run);
    const button = await found(row.getByRole('button').nth(1));
    const name = ((await row.getAttribute('aria-label')) ?? '').replace('Status of ', '');
    const wait = { selector: 'fieldset button[aria-pressed=true]', text: `Late.*${name}$` };
    taps.push(await timed(page, 'click', wait, () => button.click()));
  }
  const verdicts: Took[] = [];
  const looks = async () =>
    Number(/\d+/.exec(await page.getByRole('heading', { name: /^Needs a look/ }).innerText())?.[0]);
  for (let run = 0; run < 8; run += 1) {
    const left = (await looks()) - 1;
    const wait = { selector: 'h2', text: `^Needs a look \\(${left}\\)$` };
    verdicts.push(await timed(page, 'keydown', wait, () => page.keyboard.press(run % 2 === 0 ? 'v' : '1')));
  }
  while ((await page.getByRole('heading', { name: /^Needs a look/ }).count()) > 0) {
    await page.keyboard.press('v');
    await page.waitForTimeout(300);
  }
  const rests: Took[] = [];
  for (let run = 0; run < 3; run += 1) {
    if (run > 0) {
      const undo = await found(page.getByRole('button', { name: 'Undo' }));
      await timed(page, 'click', footer('not decided'), () => undo.click());
    }
    const rest = await found(page.getByRole('button', { name: 'Mark the rest absent' }));
    rests.push(await timed(page, 'click', footer('^(?!.*not decided)'), () => rest.click()));
  }
  const heap = await heapMegabytes(page);
  const confirmed = { selector: 'button', text: 'Undo confirm' };
  const button = await found(page.getByRole('button', { name: 'Confirm' }));
  const confirm = await timed(page, 'click', confirmed, () => button.click());
  console.log(`\nReview board of ${crowd.people} people and ${crowd.faces} faces, Chromium at 1280x900, until painted`);
  const gates = [
    tell('first usable board, from navigation', openings, pageMs),
    tell('one status, by mouse', taps, tapMs),
    tell('one verdict, by key', verdicts, tapMs),
    tell('Mark the rest absent', rests, tapMs),
    tell('Confirm, all recorded', [confirm], pageMs),
  ];
  console.log(`  heap after all that: ${heap.toFixed(1)} MB`);
  return gates.every(Boolean);
};

export const benchBoard = async (): Promise<boolean> => {
  const practice = await openPractice();
  const browser = await openBrowser({ size: desktop });
  try {
    const crowd = await openLecture(practice);
    const { page } = browser;
    await page.request.post(`${practice.lmsUrl}/be/teacher-1`, { maxRedirects: 0 });
    await page.goto(`${practice.lmsUrl}/launch/statistics`);
    await page.waitForURL(/\/app$/);
    const passed = await measure(page, practice, crowd);
    console.log(`\nGate (medians within the limits): ${passed ? 'passed' : 'MISSED'}`);
    return passed;
  } finally {
    await browser.close();
    await practice.close();
  }
};
