import { jest } from '@jest/globals';
import { findChromium } from '../../../scripts/find-chromium.ts';

it('a browser that is missing, where nothing can be installed, is said in words with what to do', () => {
  const nobody = jest.spyOn(process, 'getuid').mockReturnValue(1000);
  expect(() => findChromium({ PATH: '' }, [])).toThrow(/need Chromium.*Install it/s);
  nobody.mockRestore();
});

it('a browser that is named is taken', () => {
  expect(findChromium({ PATH: '', CHROMIUM: process.execPath }, [])).toBe(process.execPath);
});
