import { pageData, sendForm, show } from './page-data.ts';
import { getData, type PlatformStorage } from './platform-storage.ts';

/** Written by lti-server/lti/binding.ts. */
interface BindingPage extends PlatformStorage {
  readonly state: string;
  readonly idToken: string;
  readonly key: string;
  readonly answersFrom: readonly string[];
}

const { state, idToken, key, answersFrom, ...storage } = pageData<BindingPage>('binding');
const binder = await getData(storage, key, answersFrom);
if (binder === null) show('trouble');
else sendForm('/lti/launch', { state, id_token: idToken, binder });
