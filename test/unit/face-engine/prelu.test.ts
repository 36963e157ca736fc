import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expandPrelu } from '../../../face-engine/prelu.ts';
import { fieldsOf, lengthField, numberField, text } from '../../../face-engine/protobuf.ts';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('faceplugin-face-recognition-js/package.json')), 'model');
const shipped = (file: string) => readFileSync(join(folder, file));

/** Field numbers of onnx.proto: ModelProto.graph, GraphProto.node, NodeProto.op_type. */
const operatorsOf = (model: Uint8Array): string[] =>
  fieldsOf(model)
    .filter(({ number }) => number === 7)
    .flatMap(({ bytes }) => fieldsOf(bytes).filter(({ number }) => number === 1))
    .flatMap(({ bytes }) => fieldsOf(bytes).filter(({ number }) => number === 4))
    .map(({ bytes }) => text(bytes));

/** A model of one PRelu, whose slopes have this shape. */
const onePrelu = (dims: readonly number[], slopes: readonly number[]): Buffer =>
  Buffer.from(
    lengthField(7, [
      lengthField(1, [lengthField(1, 'x'), lengthField(1, 'slopes'), lengthField(2, 'y'), lengthField(4, 'PRelu')]),
      lengthField(5, [
        ...dims.map((dimension) => numberField(1, dimension)),
        numberField(2, 1),
        lengthField(8, 'slopes'),
        lengthField(9, new Uint8Array(Float32Array.from(slopes).buffer)),
      ]),
    ]),
  );

const count = (operators: readonly string[], name: string) => operators.filter((operator) => operator === name).length;

describe('PRelu, expanded', () => {
  it('is gone from the feature model, whose other operators all stay', () => {
    const before = operatorsOf(shipped('fr_feature.onnx'));
    const after = operatorsOf(expandPrelu(shipped('fr_feature.onnx')));
    const prelus = count(before, 'PRelu');
    expect(prelus).toBe(33);
    expect(count(after, 'PRelu')).toBe(0);
    expect(count(after, 'Conv')).toBe(count(before, 'Conv') + 2 * prelus);
    expect(after.length).toBe(before.length + 3 * prelus);
  });

  it.each(['fr_detect.onnx', 'fr_landmark.onnx'])('changes no byte of %s, which has none', (file) => {
    expect(shipped(file).equals(expandPrelu(shipped(file)))).toBe(true);
  });

  it('is expanded where each channel has its slope', () => {
    expect(operatorsOf(expandPrelu(onePrelu([3, 1, 1], [0.25, -0.5, 1.5])))).toEqual(['Conv', 'Relu', 'Conv', 'Add']);
  });

  it.each([
    ['one slope for all', [1], [0.25]],
    ['a slope for each place', [1, 2, 2], [0.1, 0.2, 0.3, 0.4]],
    ['fewer slopes than channels', [3, 1, 1], [0.1]],
  ])('stays as it is with %s', (_, dims, slopes) => {
    const model = onePrelu(dims, slopes);
    expect(model.equals(expandPrelu(model))).toBe(true);
  });

  it.each([
    ['ends early', shipped('fr_feature.onnx').subarray(0, 5000)],
    ['is no model', Buffer.from('GIF89a, no model at all')],
  ])('leaves a file that %s to the runtime to refuse', (_, bytes) => {
    expect(bytes.equals(expandPrelu(bytes))).toBe(true);
  });
});
