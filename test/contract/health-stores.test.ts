import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import type { KindHealth, RegistrationHealth } from '../../core/lti/registration-health.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { aRegistration, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const unknown: KindHealth = { wellAt: null, failedAt: null, failedWith: null };
const unknownHealth: RegistrationHealth = { launch: unknown, roster: unknown, gradebook: unknown, keys: unknown };

const [one, other] = [asId<RegistrationId>('r-1'), asId<RegistrationId>('r-2')];

describe.each(tables)('what is known of an LMS, on %s', (_, open) => {
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await open();
    stores = storesOn(opened.table);
    close = opened.close;
  });
  afterEach(() => close());

  it('is nothing at first', async () => {
    expect(await stores.health.read(one)).toEqual(unknownHealth);
  });

  it('is the last that was noted of each kind and end, of one registration', async () => {
    await stores.health.note(one, 'roster', instant(1), null);
    await stores.health.note(one, 'roster', instant(2), null);
    await stores.health.note(one, 'roster', instant(1), 'DENIED');
    await stores.health.note(one, 'keys', instant(3), 'UNAVAILABLE');
    await stores.health.note(other, 'launch', instant(4), null);
    expect(await stores.health.read(one)).toEqual({
      ...unknownHealth,
      roster: { wellAt: instant(2), failedAt: instant(1), failedWith: 'DENIED' },
      keys: { wellAt: null, failedAt: instant(3), failedWith: 'UNAVAILABLE' },
    });
  });

  it('leaves the registration as it is, and goes with it', async () => {
    await stores.registrations.put(aRegistration());
    await stores.health.note(one, 'launch', instant(1), null);
    expect(await stores.registrations.find(one)).toEqual(aRegistration());
    expect(await stores.registrations.list()).toEqual([aRegistration()]);
    await stores.registrations.remove(one);
    expect(await stores.health.read(one)).toEqual(unknownHealth);
  });
});
