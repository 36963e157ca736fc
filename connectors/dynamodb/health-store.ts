import { type ErrorCode, errorCodes } from '../../core/errors.ts';
import type { HealthKind, KindHealth } from '../../core/lti/registration-health.ts';
import type { HealthStore } from '../../core/ports/health-store.ts';
import type { Table } from '../table.ts';
import { dataOf, toItem } from './items.ts';
import { key, prefix } from './keys.ts';

interface Noted {
  readonly at: string;
  readonly code: ErrorCode | null;
}

export const healthStore = (table: Table): HealthStore => ({
  async note(registration, kind, at, code) {
    const noted: Noted = { at, code };
    await table.put(toItem(key.health(registration, kind, code === null ? 'WELL' : 'FAILED'), noted));
  },
  async read(registration) {
    const items = await table.query(key.registration(registration).pk, { prefix: prefix.health });
    const noted = new Map(items.map((item) => [item.sk, dataOf<Noted>(item)]));
    const of = (kind: HealthKind): KindHealth => {
      const well = noted.get(key.health(registration, kind, 'WELL').sk);
      const failed = noted.get(key.health(registration, kind, 'FAILED').sk);
      // A newer release may know more codes.
      const code = failed?.code ?? null;
      return {
        wellAt: well?.at ?? null,
        failedAt: failed?.at ?? null,
        failedWith: code === null ? null : Object.hasOwn(errorCodes, code) ? code : 'INTERNAL',
      };
    };
    return { launch: of('launch'), roster: of('roster'), gradebook: of('gradebook'), keys: of('keys') };
  },
});
