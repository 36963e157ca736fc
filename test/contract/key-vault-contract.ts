import { isMusterError } from '../../core/errors.ts';
import type { KeyVault } from '../../core/ports/key-vault.ts';

export interface OpenVaults {
  readonly vault: KeyVault;
  /** Encrypts with a newer key and still has that of `vault`. */
  readonly rotated: KeyVault;
  /** Has a key of its own alone. */
  readonly stranger: KeyVault;
}

export const describeKeyVault = (name: string, open: () => Promise<OpenVaults>): void =>
  describe(`the key vault on ${name}`, () => {
    let vaults: OpenVaults;
    beforeAll(async () => {
      vaults = await open();
    });
    const codeOf = (call: Promise<unknown>) =>
      call.then(() => 'opened').catch((error: unknown) => (isMusterError(error) ? error.code : String(error)));

    it('gives back what it was given, in its place', async () => {
      const { vault } = vaults;
      const text = `-----BEGIN PRIVATE KEY-----\n${'x'.repeat(1700)}\nü\n`;
      const sealed = await vault.encrypt(text, 'a place');
      expect(sealed.ciphertext).not.toContain('PRIVATE');
      expect(await vault.decrypt(sealed, 'a place')).toBe(text);
    });

    it('makes another ciphertext each time', async () => {
      const { vault } = vaults;
      const [one, two] = [await vault.encrypt('text', 'p'), await vault.encrypt('text', 'p')];
      expect(one.ciphertext).not.toBe(two.ciphertext);
    });

    it('does not open in another place', async () => {
      const { vault } = vaults;
      expect(await codeOf(vault.decrypt(await vault.encrypt('text', 'a'), 'b'))).toBe('RESPONSE_INVALID');
    });

    it('does not open what was changed', async () => {
      const { vault } = vaults;
      const { keyId, ciphertext } = await vault.encrypt('text', 'p');
      const middle = Math.floor(ciphertext.length / 2);
      const other = ciphertext[middle] === 'A' ? 'B' : 'A';
      const changed = ciphertext.slice(0, middle) + other + ciphertext.slice(middle + 1);
      for (const bad of [changed, '', '..', ciphertext.slice(0, -6)]) {
        expect(await codeOf(vault.decrypt({ keyId, ciphertext: bad }, 'p'))).toBe('RESPONSE_INVALID');
      }
    });

    it('opens after a rotation what was encrypted before, and encrypts with the new key', async () => {
      const { vault, rotated } = vaults;
      const old = await vault.encrypt('text', 'p');
      expect(old.keyId).toBe(vault.currentKeyId);
      expect(await rotated.decrypt(old, 'p')).toBe('text');
      const young = await rotated.encrypt('text', 'p');
      expect(young.keyId).toBe(rotated.currentKeyId);
      expect(young.keyId).not.toBe(old.keyId);
      expect(await codeOf(vault.decrypt(young, 'p'))).toBe('DENIED');
    });

    it('says "denied" of a key that it does not have', async () => {
      const { vault, stranger } = vaults;
      expect(await codeOf(stranger.decrypt(await vault.encrypt('text', 'p'), 'p'))).toBe('DENIED');
    });
  });
