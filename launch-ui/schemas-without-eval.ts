import { config } from 'zod';

// Comes before every schema: compiling them needs eval, which the page's Content-Security-Policy forbids.
config({ jitless: true });
