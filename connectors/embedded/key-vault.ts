import { createHash } from 'node:crypto';
import { MusterError } from '../../core/errors.ts';
import type { KeyVault } from '../../core/ports/key-vault.ts';
import { seal, unseal } from '../aes-gcm.ts';
import { derivedKey } from '../derived-key.ts';

interface VaultKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The key's fingerprint tells it from others and says nothing of the secret. */
const vaultKey = (purpose: string, secret: string): VaultKey => {
  const key = derivedKey(secret, purpose);
  return { key, id: createHash('sha256').update(purpose).update(key).digest('base64url').slice(0, 16) };
};

interface VaultSecrets {
  readonly current: string;
  readonly previous: readonly string[];
}

/**
 * A vault whose keys come from secrets of at least 32 characters: `current` encrypts, each of `previous` still opens. Of
 * the same secrets, what was encrypted for one purpose does not open for another.
 */
export const secretKeyVault = (secrets: VaultSecrets, purpose = 'muster key vault'): KeyVault => {
  const keyOf = (secret: string) => vaultKey(purpose, secret);
  const current = keyOf(secrets.current);
  const known = new Map([current, ...secrets.previous.map(keyOf)].map(({ id, key }) => [id, key]));
  return {
    currentKeyId: current.id,
    async encrypt(text, context) {
      return { keyId: current.id, ciphertext: seal(current.key, text, context) };
    },
    async decrypt({ keyId, ciphertext }, context) {
      const key = known.get(keyId);
      if (key === undefined) throw new MusterError('DENIED', { port: 'key-vault', keyId });
      try {
        return unseal(key, ciphertext, context);
      } catch (error) {
        throw new MusterError('RESPONSE_INVALID', { port: 'key-vault', keyId }, { cause: error });
      }
    },
  };
};
