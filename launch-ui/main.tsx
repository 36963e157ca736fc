import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { App } from './app.tsx';
import { takeHandover } from './handover.ts';
import { askOpener } from './new-window.ts';

// Compiling schemas needs eval, which the page's Content-Security-Policy forbids.
config({ jitless: true });
takeHandover();
await askOpener();
const page = document.getElementById('page');
if (page !== null) createRoot(page).render(<App />);
