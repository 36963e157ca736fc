import { buildUi } from './build-ui.ts';

/** Builds the pages where they are missing or old, then becomes the server. */
await buildUi();
await import('../lti-server/main.ts');
