import type { BoundingBox } from '@aws-sdk/client-rekognition';
import type { Box } from '../../core/biometrics/identification.ts';

const share = (value: number | undefined) => Math.min(1, Math.max(0, value ?? 0));

/** The service's boxes run over the edge of the picture where faces do. */
export const boxOf = ({ Left = 0, Top = 0, Width = 0, Height = 0 }: BoundingBox): Box => {
  const left = share(Left);
  const top = share(Top);
  return { left, top, width: share(Left + Width) - left, height: share(Top + Height) - top };
};

export const area = ({ width, height }: Box) => width * height;

/** Whether the point (fractions of the same picture) lies in the box. */
export const covers = (box: BoundingBox | undefined, { x, y }: { x: number; y: number }): boolean => {
  if (box === undefined) return false;
  const { left, top, width, height } = boxOf(box);
  return x >= left && x <= left + width && y >= top && y <= top + height;
};
