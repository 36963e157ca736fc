import type { FrameLocator, Page } from 'playwright-core';
import type { RunningPractice } from './practice.ts';

/** Becomes a person of the practice LMS and opens Muster in a course's frame, by clicks alone. */
export const openMusterAs = async (
  page: Page,
  { lmsUrl }: Pick<RunningPractice, 'lmsUrl'>,
  person: string,
  course = 'Biology 101',
): Promise<FrameLocator> => {
  await page.goto(lmsUrl);
  await page.getByRole('button', { name: person }).click();
  if (!(await page.getByRole('heading', { level: 1, name: course }).isVisible())) {
    await page.getByRole('link', { name: course }).click();
  }
  const frame = page.frameLocator('iframe[title="Muster"]');
  await frame.getByRole('heading', { level: 1 }).first().waitFor();
  return frame;
};
