import type { ButtonProps } from '@instructure/ui';
import { useNarrow } from './use-narrow.ts';

/** What a thumb hits without looking: 44 px, WCAG 2.2, success criterion 2.5.5. */
const touchHeight = '2.75rem';

/** Of a button: as high as a thumb wants on a phone, of the given size elsewhere. */
export const useTouchSize = (elsewhere: 'small' | 'medium'): Pick<ButtonProps, 'size' | 'themeOverride'> =>
  useNarrow() ? { size: 'medium', themeOverride: { mediumHeight: touchHeight } } : { size: elsewhere };
