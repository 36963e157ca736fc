import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'launch-ui',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      // The launch's own pages stand apart: they come before there is a session, and must be small. So does the dead end.
      input: ['index', 'login', 'binding', 'not-found'].map((page) => `launch-ui/${page}.html`),
    },
  },
});
