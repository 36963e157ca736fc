import { randomBytes } from 'node:crypto';
import { keyRingStore } from '../../connectors/dynamodb/key-ring-store.ts';
import { ltijsPlugin } from '../../connectors/dynamodb/ltijs-plugin.ts';
import { secretKeyVault } from '../../connectors/embedded/key-vault.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import { newKeyRing } from '../../core/lti/key-ring.ts';
import { platformKeys } from '../../lti-server/lti/platform-keys.ts';
import { countingTable } from '../support/counting-table.ts';

const now = '2026-03-02T09:00:00.000Z';
const idOf = (n: number) => asId<RegistrationId>(`platform-${n}`);

/** A tool with so many platforms; the moduli are random, of a 2048-bit key's length. */
const withPlatforms = async (count: number) => {
  const { table, counts, reset } = countingTable(memoryTable());
  const rings = keyRingStore(table);
  for (let n = 0; n < count; n += 1) {
    const privateKey = { keyId: 'v', ciphertext: 'c' };
    const material = { kid: `kid-${n}`, n: randomBytes(256).toString('base64url'), e: 'AQAB', privateKey };
    await rings.put(newKeyRing(idOf(n), material, now));
  }
  reset();
  const vault = secretKeyVault({ current: 'a secret of thirty-two characters, or more', previous: [] });
  const keys = platformKeys({ ltijs: ltijsPlugin(table), rings, vault, clock: { now: () => now } });
  return { keys, counts, reset };
};

describe.each([1, 8, 500])('the key sets of a tool with %i platforms', (platforms) => {
  it('cost one read for a registration, and are as large as its own keys', async () => {
    const { keys, counts } = await withPlatforms(platforms);
    const set = await keys.publicKeys(idOf(platforms - 1));
    expect(counts()).toEqual({ writes: {}, reads: { KEYRING: 1 }, queries: 0, itemsWritten: 0, itemsRead: 1 });
    expect(JSON.stringify({ keys: set }).length).toBeLessThan(450);
  });
});
