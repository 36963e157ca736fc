// A thread starts without the loader of its process. This one runs the TypeScript source inside the thread; the one for
// ES modules would start a second thread beside each, with 25 MB of its own.
require('tsx/cjs/api').register();
require('./worker.ts');
