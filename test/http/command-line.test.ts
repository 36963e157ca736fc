import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../lti-server/cli/run.ts';
import { startAdminServer } from '../../lti-server/compose-admin.ts';
import { loadConfig } from '../../lti-server/config.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { type AdministeredPractice, adminClient, openAdministered, signIn } from '../support/administration.ts';
import { clientFor } from '../support/practice.ts';

const idIn = (text: string) => /login\/([a-z0-9]+)/.exec(text)?.[1] ?? '';
const settings = { MUSTER_PUBLIC_URL: 'https://muster.example' };

describe('the command line', () => {
  describe('beside a running server', () => {
    let practice: AdministeredPractice;
    beforeAll(async () => {
      practice = await openAdministered();
    });
    afterAll(() => practice?.close());
    const run = (...args: string[]) => runCommand([...args, '--data', practice.dataFolder], settings);

    it('finds it by the data folder, and lists what is registered there', async () => {
      const { code, text } = await run('list');
      expect(code).toBe(0);
      expect(text).toMatch(/^practice {2}active {4}other {3}Practice LMS/);
    });

    it('prints the server’s own URLs, not those of its own environment', async () => {
      expect((await run('show', 'practice')).text).toContain(`${practice.toolUrl}/lti/login/practice`);
    });

    it('switches off and on: the next request of an open page is refused', async () => {
      const teacher = await clientFor(practice, 'teacher-1');
      expect(await run('disable', 'practice')).toMatchObject({ code: 0, text: expect.stringContaining('is off') });
      expect((await teacher.raw('GET', '/me')).status).toBe(401);
      expect((await run('enable', 'practice')).code).toBe(0);
      expect((await teacher.raw('GET', '/me')).status).toBe(401);
      expect((await (await clientFor(practice, 'teacher-1')).raw('GET', '/me')).status).toBe(200);
    });

    it('approves and switches off deployments', async () => {
      expect((await run('disable', 'practice', 'practice-1')).text).toContain('disabled  practice-1');
      expect((await launchAs(practice.lmsUrl, 'teacher-1', 'biology-101')).status).toBe(403);
      expect((await run('approve', 'practice', 'practice-1')).text).toContain('approved  practice-1');
      expect((await launchAs(practice.lmsUrl, 'teacher-1', 'biology-101')).status).toBe(200);
      expect((await run('deployments', 'practice')).text).toContain('approved  practice-1');
    });

    it('prints a sign-in link that serves once, its code in the fragment', async () => {
      const { text } = await run('admin-link');
      const url = new URL(/http\S+/.exec(text)?.[0] ?? '');
      expect(url.search).toBe('');
      expect((await signIn(practice.toolUrl, url.hash.slice(1))).status).toBe(200);
      expect((await signIn(practice.toolUrl, url.hash.slice(1))).status).toBe(410);
    });

    it('lists invitations and withdraws one: its link serves no more', async () => {
      const link = /http\S+/.exec((await run('invite', '--name', 'School')).text)?.[0] ?? '';
      const { text } = await run('invitations');
      expect(text).toMatch(/^[A-Za-z0-9_-]{43} {2}made .+ UTC, until .+ UTC {2}School$/);
      const [id = ''] = text.split(' ');
      expect(link).not.toContain(id);
      expect((await run('withdraw', id)).code).toBe(0);
      expect((await run('invitations')).text).toBe('No invitation is open.');
      expect((await fetch(link)).status).toBe(410);
      expect(await run('withdraw', id)).toMatchObject({ code: 1, text: expect.stringContaining('no such') });
    });

    it('lists who is signed in as an administrator, and ends it', async () => {
      await run('end-admin-sessions');
      const url = new URL(/http\S+/.exec((await run('admin-link')).text)?.[0] ?? '');
      const { bearer } = (await (await signIn(practice.toolUrl, url.hash.slice(1))).json()) as { bearer: string };
      expect((await run('admin-sessions')).text).toMatch(/^signed in .+ UTC, until .+ UTC$/);
      expect((await run('end-admin-sessions')).text).toContain('One sign-in has ended');
      expect((await run('admin-sessions')).text).toBe('Nobody is signed in to the admin page.');
      const admin = adminClient(practice.toolUrl, () => bearer);
      expect((await admin.raw('GET', '/registrations')).status).toBe(401);
    });

    it('rotates keys', async () => {
      expect(await run('rotate-keys', 'practice')).toMatchObject({
        code: 0,
        text: expect.stringMatching(/signs from/),
      });
    });

    it('is refused with another folder’s secret, and says why', async () => {
      const other = await mkdtemp(join(tmpdir(), 'muster-test-'));
      const { code, text } = await runCommand(['list', '--data', other, '--url', practice.toolUrl], {});
      expect(code).toBe(1);
      expect(text).toContain('did not accept the operator’s token');
      await rm(other, { recursive: true });
    });

    it('reaches it by its public address as well', async () => {
      expect((await run('list', '--url', practice.toolUrl)).code).toBe(0);
    });
  });

  describe('while no server runs', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'muster-test-'));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));
    const run = (...args: string[]) => runCommand([...args, '--data', folder], settings);

    it('begins, completes, changes and removes a registration', async () => {
      expect((await run('list')).text).toContain('No platform is registered');
      const begun = await run('add', '--name', 'School', '--canvas', 'production');
      const id = idIn(begun.text);
      expect(begun.text).toContain(`https://muster.example/lti/canvas/${id}.json`);
      expect((await run('list')).text).toContain('draft');
      const done = await run('complete', id, '--client-id', '10000000000001', '--deployment', '106:abc');
      expect(done.text).toMatch(/State +active/);
      expect(done.text).toMatch(/Recognition +off/);
      expect(done.text).toContain('approved  106:abc');
      expect((await run('rename', id, 'Our', 'school')).text).toContain('Our school');
      expect((await run('disable', id)).code).toBe(0);
      expect((await run('show', id)).text).toMatch(/State +disabled/);
      expect(await run('remove', id)).toMatchObject({ code: 2, text: expect.stringContaining('--yes') });
      expect((await run('remove', id, '--yes')).code).toBe(0);
      expect((await run('list')).text).toContain('No platform is registered');
    });

    it('gives the policy’s links, and only then switches recognition on', async () => {
      const id = idIn((await run('add', '--name', 'School', '--canvas', 'production')).text);
      await run('complete', id, '--client-id', '10000000000001');
      expect((await run('faces', id)).code).toBe(2);
      expect(await run('faces', id, 'on')).toMatchObject({ code: 1, text: expect.stringContaining('links') });
      const at = 'https://school.example';
      expect((await run('policy', id, '--policy-url', `${at}/p`)).code).toBe(2);
      const { text } = await run('policy', id, '--policy-url', `${at}/p`, '--assessment-url', `${at}/a`);
      expect(text).toMatch(/Policy +https:\/\/school\.example\/p\n/);
      expect((await run('policy', id, '--capture-hours', '4')).text).toMatch(/Class pictures +4 hours at most/);
      expect((await run('policy', id, '--capture-hours', '40')).code).toBe(1);
      expect((await run('faces', id, 'on')).text).toBe('Recognition is on for School.');
      const shown = (await run('show', id)).text;
      expect(shown).toMatch(/Impact assessment +https:\/\/school\.example\/a\n/);
      expect(shown).toMatch(/How it goes\n {2}Launches +not yet/);
    });

    it('registers at once, and prints every URL that the LMS asks for', async () => {
      const at = 'https://lms.school.example';
      const urls = [
        '--issuer',
        at,
        '--auth-url',
        `${at}/auth`,
        '--token-url',
        `${at}/token`,
        '--jwks-url',
        `${at}/jwks`,
      ];
      const add = ['add', '--name', 'School', ...urls, '--client-id', 'abc', '--deployment', '1'];
      const { code, text } = await run(...add);
      expect(code).toBe(0);
      for (const part of ['login/', 'lti/launch', 'lti/keys/'])
        expect(text).toContain(`https://muster.example/lti/${part.replace('lti/', '')}`);
      expect(await run(...add)).toMatchObject({ code: 1, text: expect.stringContaining('registered already') });
    });

    it('makes an invitation and a sign-in link that the server then takes, once', async () => {
      expect((await run('invite', '--name', 'School')).text).toMatch(
        /https:\/\/muster\.example\/lti\/register\?invitation=[\w-]{43}/,
      );
      const code = /admin#([\w-]{43})/.exec((await run('admin-link')).text)?.[1] ?? '';
      const server = await startAdminServer(loadConfig({ ...settings, MUSTER_DATA: folder }));
      expect((await signIn(server.url, code)).status).toBe(200);
      expect((await signIn(server.url, code)).status).toBe(410);
      await server.close();
    });
  });

  describe('that is not understood', () => {
    const words = async (...args: string[]) => runCommand(args, settings);

    it('says what it can do when asked', async () => {
      for (const args of [[], ['--help'], ['add', '--help']]) {
        expect(await words(...args)).toMatchObject({ code: 0, text: expect.stringContaining('admin-link') });
      }
    });

    it.each([
      [['fly'], 'no command'],
      [['list', '--loudly'], '--loudly'],
      [['constructor'], 'no command'],
    ])('%j gets 2 and a hint', async (args, hint) => {
      const { code, text } = await words(...args);
      expect([code, text.includes(hint), text.includes('--help')]).toEqual([2, true, true]);
    });

    it.each([
      [['show'], 'The id of the registration'],
      [['add', '--name', 'X'], '--issuer is missing'],
      [['add', '--name', 'X', '--canvas', 'gamma'], '--canvas is one of'],
      [['add', '--name', 'X', '--canvas', 'beta', '--moodle', 'https://a.example'], 'Choose one of'],
      [['add', '--canvas', 'beta'], '--name is missing'],
    ])('%j gets 2, and nothing is written', async (args, hint) => {
      const folder = await mkdtemp(join(tmpdir(), 'muster-test-'));
      const { code, text } = await words(...args, '--data', folder);
      expect([code, text]).toEqual([2, expect.stringContaining(hint)]);
      expect((await words('list', '--data', folder)).text).toContain('No platform');
      await rm(folder, { recursive: true, force: true });
    });

    it('what cannot be reached, found or trusted gets 1 and a sentence', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'muster-test-'));
      const run = (...args: string[]) => words(...args, '--data', folder);
      expect(await run('list', '--url', 'http://127.0.0.1:9')).toMatchObject({
        code: 1,
        text: expect.stringContaining('does not answer'),
      });
      expect(await run('show', 'nothing')).toMatchObject({
        code: 1,
        text: expect.stringContaining('no such registration'),
      });
      const foreign = await run('add', '--name', 'X', '--moodle', 'http://moodle.school.example');
      expect(foreign).toMatchObject({ code: 1, text: expect.stringContaining('does not begin with https://') });
      await rm(folder, { recursive: true, force: true });
    });

    it('a setting that is wrong is named', async () => {
      const { code, text } = await runCommand(['list'], { MUSTER_PUBLIC_URL: 'http://muster.example' });
      expect([code, text]).toEqual([1, expect.stringContaining('MUSTER_PUBLIC_URL')]);
    });
  });
});
