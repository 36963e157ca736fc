import { readFile } from 'node:fs/promises';
import { cosine, createEngine, type EngineOptions } from '../../face-engine/index.ts';
import { portraitPath } from '../../practice-lms/class/compose.ts';

/**
 * Vectors of two portraits as the first release computed them, a byte a number. Templates outlive the code: a vector of
 * today is compared with those of last year, so these never change unless the model's version does.
 */
const known = [
  [
    'female/8',
    '+PzuGj5S8PcBIeAT3u/UqRwKThT67gEeE78F5tASKhQU/uQE4fP6++3lBAfNGEgF2i9IFdwHCBP18ArlzUP0HCHfEN0S3dTk8c4X2sHf6Ajk0QdU8g8YPy/wDdAjNdrmBA/w6t/ILxwVDEPn/Qgf5kstFxf38wJHK1DkRQgMCtrpEyjYOC9M5x8vKsgOQxcBCSQr++nD7b8S2t/5KvzYIDEZFb4FMggU5gXp5+rf1rw/KejY2uC30cztRCIr9Ae2QxgZ+Qwd9PsFEe4SECvcIrIB6Pr/wwPqB+jDzB0H6Co02RMDJhA17Bn2FQbh/tG09/sRkT2R47wGEhb42NIbFtglyfEEBQj2AfnW3OwQ0Mwb6M4C+Qa6KPby/zvh+RXnHQf3mtE20AYV3/PxvwHszcr12v4p3grZ780KCLL+3EDwBzYRGvAgIhHzFR79HrPq3wlR+RfYBgbxwCiKExjvCf/UCuk7D+XosBYgxUkI98s7Wt3QEMj3FzMXzQEg+u/pJbwpGiQmHbz0CPYg2Ds+FiATDdMTGhvtEg3kHhPK+xTY5RDE/grhAhkYCRRgBCTtChgT/ufy6//eCQD1Q+YP7eg7Gcvv4s3iV+5n7OcNfwwuEcwlHRvnDgH62vAFLi/oBS78Es/MAUP/BwMkSzQQ4BLWKk0YCeLj5EX6Deur3NQ=',
  ],
  [
    'male/6',
    'D/HpEtXtJ/ot6i8qGv4WMRAnJfPc9xgvBSkDvj7W8wrS/rqqKgYE+wDsFDi8Acfyw7IeL/UDSBMy+qH29SLV8PkFAQP8DxAs9vRA8cTqDwQNIvjiHxE1CekdzDTzK+0b9PkBIB32z/4EExHx/AECESff6v7qDRIY9xzgERPiEPgL8K4BCgcZIjIpK8HWILkbFtjr680T8+OBUfM1UeUIDdGb+foU7P7MJPko4hnH1g4Q1+sE0RbyWyPf8uEpA/gG1wICFynWEWQJ5vbh5t8NUyjnEP8fKv4aAeUD2ffg8ynDBR3oVxgeCOvx6iEnzSUmEfrIB88cBkVEGPYEFv3T5xA5/A4tAeApKxMn678eAwPh9SvfMQHGzdzYCPvmL/v5MiX6GPrb7ez+/xwE+y/QBRQCCegs/Bn/4AnwFr0E0v8G+80vBfHuwAIk8SPbEm8lGBQE8wLqEQXtGtcFJsr56fy7HvLr6vnU9B7aIu3lHR7O2+/DMgvdDQ4D5+MIFwUQ9SPz7mDSAP8M4wq30jwYrO4M8eAK1/omC/8IHNkw5cbyEun7GR4t5QvP/ebo8OcDCibzrN8F3NPWx/wOFhL/qx0hxBLU6tv67P3wBMHr+CMZ2QMg8/0a/+Hu4ALn5g/5Cx8g/PAV4eMM/v3446wrHwzkwyH/GgbeDcE/vuoB+Bw=',
  ],
] as const;

const vectorOf = (written: string): Float32Array => {
  const numbers = Float32Array.from(new Int8Array(Buffer.from(written, 'base64')));
  const length = Math.hypot(...numbers);
  return numbers.map((value) => value / length);
};

describe.each<NonNullable<EngineOptions['runtime']>>(['native', 'wasm'])(
  'vectors computed by the %s runtime',
  (runtime) => {
    it.each(known)('are for %s what they were in the first release', async (portrait, written) => {
      const engine = await createEngine({ workers: 1, runtime });
      const { faces } = await engine.analyse(await readFile(portraitPath(portrait)), { vectors: true });
      await engine.close();
      expect(faces).toHaveLength(1);
      expect(faces[0]?.vector?.length).toBe(512);
      // Writing them as bytes costs 4e-5.
      expect(cosine(faces[0]?.vector ?? new Float32Array(512), vectorOf(written))).toBeGreaterThan(1 - 1e-4);
    });
  },
);
