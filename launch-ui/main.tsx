import './schemas-without-eval.ts';
import { createRoot } from 'react-dom/client';

const page = document.getElementById('page');

/** The administrator's pages stand apart: no launch leads to them, and who teaches need not load them. */
const administer = async (): Promise<void> => {
  const [{ AdminApp }, { signIn }] = await Promise.all([import('./admin/admin-app.tsx'), import('./admin/sign-in.ts')]);
  const problem = await signIn();
  if (page !== null) createRoot(page).render(<AdminApp problem={problem} />);
};

const open = async (): Promise<void> => {
  const [{ App }, { followNetwork }, { takeHandover }, { askOpener }] = await Promise.all([
    import('./app.tsx'),
    import('./api/flag.ts'),
    import('./handover.ts'),
    import('./new-window.ts'),
  ]);
  followNetwork();
  takeHandover();
  await askOpener();
  if (page !== null) createRoot(page).render(<App />);
};

await (window.location.pathname.startsWith('/admin') ? administer() : open());
