import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import type { RegistrationKeys } from '../../core/ports/registration-keys.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { admitLaunch } from '../../core/use-cases/admit-launch.ts';
import { approveDeployment } from '../../core/use-cases/approve-deployment.ts';
import { beginRegistration } from '../../core/use-cases/begin-registration.ts';
import { registerPlatform } from '../../core/use-cases/register-platform.ts';
import { removeRegistration } from '../../core/use-cases/remove-registration.ts';
import { setRegistrationState } from '../../core/use-cases/set-registration-state.ts';
import { aRegistration, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const id = asId<RegistrationId>('r-1');
const clock = { now: () => instant(60) };

/** Keys of which it is only of interest whose there are; `fails` times it dies first. */
const rememberedKeys = (fails = 0) => {
  const whose = new Set<string>();
  let left = fails;
  const act = (done: () => void) => async () => {
    if (left > 0) {
      left -= 1;
      throw new Error('killed');
    }
    done();
  };
  const keys: RegistrationKeys = {
    register: (registration) => act(() => whose.add(registration.id))(),
    rotate: async () => ({ signsFrom: instant(60) }),
    remove: (registration) => act(() => whose.delete(registration.id))(),
  };
  return { keys, whose };
};

describe.each(tables)('changes of a registration, on %s', (_, open) => {
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await open();
    stores = storesOn(opened.table);
    close = opened.close;
  });
  afterEach(() => close());

  const platform = () => {
    const { state, deployments, policy, version, ...rest } = aRegistration();
    return { ...rest, deployment: '1' };
  };

  it('all stand when an administrator approves while launches note new deployments', async () => {
    await stores.registrations.put(aRegistration());
    const launch = { deepLinking: null, role: 'teacher' } as const;
    await Promise.allSettled([
      approveDeployment({ ...stores, clock }, id, 'a'),
      approveDeployment({ ...stores, clock }, id, 'b'),
      admitLaunch({ ...stores, clock }, aRegistration(), { ...launch, deployment: 'c' }),
      admitLaunch({ ...stores, clock }, aRegistration(), { ...launch, deployment: 'd' }),
    ]);
    const deployments = (await stores.registrations.find(id))?.deployments ?? [];
    expect(Object.fromEntries(deployments.map((one) => [one.id, one.state]))).toEqual({
      1: 'approved',
      a: 'approved',
      b: 'approved',
      c: 'pending',
      d: 'pending',
    });
  });

  it('a draft becomes the registration that its URLs already name', async () => {
    const { keys, whose } = rememberedKeys();
    const draft = await beginRegistration(
      { ...stores, clock, ids: idSource() },
      { name: 'School', product: 'moodle', endpoints: platform() },
    );
    await registerPlatform({ ...stores, clock, keys }, { ...platform(), id: draft.id });
    expect(await stores.registrationDrafts.list(instant(60))).toEqual([]);
    expect(await stores.registrations.find(draft.id)).toMatchObject({ policy: { faces: false }, state: 'active' });
    expect([...whose]).toEqual([draft.id]);
  });

  it('registering what is registered changes neither it nor its keys', async () => {
    const { keys, whose } = rememberedKeys();
    await stores.registrations.put(aRegistration());
    const again = registerPlatform({ ...stores, clock, keys }, { ...platform(), id: asId('r-2'), name: 'Other' });
    await expect(again).rejects.toMatchObject({ code: 'REGISTRATION_EXISTS' });
    expect(await stores.registrations.list()).toEqual([aRegistration()]);
    expect(whose.size).toBe(0);
  });

  it('killed before it had keys, it gets them when it is switched on', async () => {
    const { keys, whose } = rememberedKeys(1);
    await expect(registerPlatform({ ...stores, clock, keys }, platform())).rejects.toThrow('killed');
    await setRegistrationState({ ...stores, clock, keys }, id, 'active');
    expect([...whose]).toEqual([id]);
  });

  it('killed while it was removed, it is off already, and removing again ends it', async () => {
    const { keys } = rememberedKeys(1);
    await stores.registrations.put(aRegistration());
    await expect(removeRegistration({ ...stores, clock, keys }, id)).rejects.toThrow('killed');
    expect((await stores.registrations.find(id))?.state).toBe('disabled');
    await removeRegistration({ ...stores, clock, keys }, id);
    expect(await stores.registrations.list()).toEqual([]);
    await expect(removeRegistration({ ...stores, clock, keys }, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
