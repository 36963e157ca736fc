// A thread starts without the loader of its process: this registers it, and then runs the TypeScript source.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
