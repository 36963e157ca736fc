import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'launch-ui',
  base: '/',
  plugins: [react()],
  build: { outDir: '../dist/ui', emptyOutDir: true, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500 },
});
