import './schemas-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { followNetwork } from './api/flag.ts';
import { App } from './app.tsx';
import { takeHandover } from './handover.ts';
import { askOpener } from './new-window.ts';

followNetwork();
takeHandover();
await askOpener();
const page = document.getElementById('page');
if (page !== null) createRoot(page).render(<App />);
