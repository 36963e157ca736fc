import { pageData, sendForm, show } from './page-data.ts';
import { type PlatformStorage, putData } from './platform-storage.ts';

/** Written by lti-server/lti/login.ts. */
interface LoginPage {
  readonly authorise: string;
  /** Name of a cookie that came with this very page. */
  readonly probe: string;
  readonly storage: (PlatformStorage & { readonly key: string; readonly value: string }) | null;
  /** The login's own parameters. */
  readonly again: Readonly<Record<string, string>>;
}

const { authorise, probe, storage, again } = pageData<LoginPage>('login');

/** The same login in a window of its own, where our cookie is not a third party's and no storage is needed. */
const inNewWindow = () => {
  const { lti_storage_target: _, ...parameters } = again;
  sendForm(window.location.pathname, parameters, '_blank');
  show('opened');
};

/** The platform uses the launch up as soon as we go on: what cannot end well must be seen before. */
const bound = async (): Promise<boolean> =>
  document.cookie.split('; ').includes(`${probe}=1`) ||
  (storage !== null && (await putData(storage, storage.key, storage.value)));

if (await bound()) window.location.replace(authorise);
else if (window.parent === window) show('blocked');
else {
  document.getElementById('open')?.addEventListener('click', inNewWindow);
  show('trouble');
}
