import type { ButtonProps } from '@instructure/ui';
import { useNarrow } from './use-narrow.ts';

/** With the button's one line of text: 44 px high, what a thumb hits without looking (WCAG 2.2, success criterion 2.5.5). */
const touchPadding = { mediumPaddingTop: '0.75rem', mediumPaddingBottom: '0.75rem' };

/** Of a button: as high as a thumb wants on a phone, of the given size elsewhere. */
export const useTouchSize = (elsewhere: 'small' | 'medium'): Pick<ButtonProps, 'size' | 'themeOverride'> =>
  useNarrow() ? { size: 'medium', themeOverride: touchPadding } : { size: elsewhere };
