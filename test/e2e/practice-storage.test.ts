import { createServer, type Server } from 'node:http';
import { type PracticeLms, type PracticeLmsOptions, startPracticeLms } from '../../practice-lms/server.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';

/** What a tool's login page would do: to whom it speaks, and with which origin, is in the login's own parameters. */
const toolPage = `<!doctype html><title>tool</title><pre id="out"></pre><script>
const ask = (message, frame, origin = '*') => new Promise((resolve) => {
  const message_id = Math.random().toString(36);
  const timer = setTimeout(() => resolve('no answer'), 1500);
  addEventListener('message', function hear(event) {
    if (event.data?.message_id !== message_id || !String(event.data.subject).endsWith('.response')) return;
    removeEventListener('message', hear);
    clearTimeout(timer);
    resolve({ ...event.data, message_id: undefined, from: event.origin });
  });
  const target = frame === '_parent' || frame === null ? parent : parent.frames[frame];
  target.postMessage({ ...message, message_id }, origin);
});
(async () => {
  const target = new URLSearchParams(location.search).get('lti_storage_target');
  const out = { target };
  const origin = '*';
  out.capabilities = await ask({ subject: 'lti.capabilities' }, '_parent');
  if (target) {
    out.missing = await ask({ subject: 'lti.get_data', key: 'k' }, target);
    out.put = await ask({ subject: 'lti.put_data', key: 'k', value: 'v' }, target);
    out.got = await ask({ subject: 'lti.get_data', key: 'k' }, target);
    out.parentGot = await ask({ subject: 'lti.get_data', key: 'k' }, '_parent');
    out.noKey = await ask({ subject: 'lti.put_data', value: 'v' }, target);
    out.tooLong = await ask({ subject: 'lti.put_data', key: 'l', value: 'x'.repeat(5000) }, target);
    out.unknown = await ask({ subject: 'lti.nothing' }, target);
    out.removed = await ask({ subject: 'lti.put_data', key: 'k', value: null }, target);
    out.gone = await ask({ subject: 'lti.get_data', key: 'k' }, target);
  }
  document.getElementById('out').textContent = JSON.stringify(out);
})();
</script>`;

interface Heard {
  readonly target: string | null;
  readonly [step: string]: unknown;
}

describe('the page around a tool in the practice LMS', () => {
  let tool: Server;
  let toolUrl: string;
  let browser: OpenBrowser;
  beforeAll(async () => {
    tool = createServer((_req, res) => void res.setHeader('Content-Type', 'text/html').end(toolPage));
    await new Promise<void>((done) => tool.listen(0, '127.0.0.1', done));
    const address = tool.address();
    toolUrl = `http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    tool?.closeAllConnections();
    await new Promise((done) => tool.close(done));
  });

  const visit = async <T>(options: Partial<PracticeLmsOptions>, look: (lms: PracticeLms) => Promise<T>): Promise<T> => {
    const lms = await startPracticeLms({ port: 0, toolUrl, dataFolder: null, photographsFolder: null, ...options });
    try {
      await browser.page.goto(lms.url);
      await browser.page.getByRole('button', { name: 'Aiko Ito' }).click();
      return await look(lms);
    } finally {
      await lms.close();
    }
  };
  const heard = async (): Promise<Heard> => {
    const out = browser.page.frameLocator('iframe[title="Muster"]').locator('#out:not(:empty)');
    return JSON.parse((await out.textContent()) ?? '{}') as Heard;
  };
  const allow = () => browser.page.locator('iframe[title="Muster"]').getAttribute('allow');

  it.each(['_parent', 'post_message_forwarding'] as const)(
    'keeps what a tool puts, with Canvas, by %s',
    async (storageTarget) => {
      await visit({ profile: 'canvas', storageTarget }, async (lms) => {
        const out = await heard();
        const from = storageTarget === '_parent' ? lms.url : lms.platform.sso;
        const at = (subject: string, rest: object) => ({ subject: `${subject}.response`, from, ...rest });
        expect(out).toMatchObject({
          target: storageTarget,
          missing: at('lti.get_data', { key: 'k', value: null }),
          put: at('lti.put_data', { key: 'k', value: 'v' }),
          got: at('lti.get_data', { key: 'k', value: 'v' }),
          parentGot: { value: 'v', from: lms.url },
          noKey: at('lti.put_data', { error: { code: 'bad_request' } }),
          tooLong: at('lti.put_data', { error: { code: 'storage_exhaustion' } }),
          unknown: at('lti.nothing', { error: { code: 'unsupported_subject' } }),
          removed: at('lti.put_data', { value: null }),
          gone: at('lti.get_data', { value: null }),
        });
        const frame = storageTarget === '_parent' ? {} : { frame: storageTarget };
        expect(out.capabilities).toMatchObject({
          supported_messages: [
            { subject: 'lti.capabilities' },
            { subject: 'lti.get_data', ...frame },
            { subject: 'lti.put_data', ...frame },
          ],
        });
        expect(await allow()).toContain('camera *');
      });
    },
  );

  it.each(['moodle', 'practice'] as const)(
    'has no storage with %s, and grants the camera to the tool alone',
    async (profile) => {
      await visit({ profile }, async () => {
        expect(await heard()).toEqual({ target: null, capabilities: 'no answer' });
        expect(await allow()).toContain(`camera ${toolUrl}`);
      });
    },
  );

  it('closes a registration at the tool’s word, and leaves the tool waiting with Moodle', async () => {
    await visit({ profile: 'moodle' }, async (lms) => {
      const { page } = browser;
      await page.goto(lms.url);
      await page.getByRole('button', { name: 'Ruth Okoro' }).click();
      await page.getByRole('link', { name: 'Tools' }).click();
      await page.getByLabel("The tool's registration URL").fill(`${toolUrl}/register`);
      await page.getByRole('button', { name: 'Register' }).click();
      const frame = page.frameLocator('iframe[title="The tool\'s registration page"]');
      await frame.locator('#out').waitFor({ state: 'attached' });
      const inner = page.frames().find((one) => one.url().startsWith(toolUrl));
      expect(new URL(inner?.url() ?? '').searchParams.has('registration_token')).toBe(true);
      await inner?.evaluate(() => parent.postMessage({ subject: 'org.imsglobal.lti.close' }, '*'));
      await page.getByRole('heading', { name: 'Tools' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/admin/tools');
    });
  });
});
