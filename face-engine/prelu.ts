import { type Field, fieldsOf, lengthField, MalformedMessage, numberField, text } from './protobuf.ts';

/** Field numbers of onnx.proto (ONNX IR), of those messages that are touched. */
const model = { graph: 7 };
const graph = { node: 1, initializer: 5 };
const node = { input: 1, output: 2, name: 3, operator: 4, attribute: 5 };
const tensor = { dims: 1, type: 2, floats: 4, name: 8, raw: 9 };
const attribute = { name: 1, integer: 3, type: 20 };
const floatTensor = 1;
const integerAttribute = 2;

const all = (fields: readonly Field[], number: number) => fields.filter((field) => field.number === number);
const first = (fields: readonly Field[], number: number) => text(all(fields, number)[0]?.bytes ?? new Uint8Array());

const nodeOf = (operator: string, inputs: readonly string[], output: string, attributes: readonly Uint8Array[] = []) =>
  lengthField(graph.node, [
    ...inputs.map((input) => lengthField(node.input, input)),
    lengthField(node.output, output),
    lengthField(node.name, `${operator} ${output}`),
    lengthField(node.operator, operator),
    ...attributes,
  ]);

/** Weights of a convolution that multiplies each channel by a number of its own. */
const weightsOf = (name: string, factors: Float32Array) =>
  lengthField(graph.initializer, [
    ...[factors.length, 1, 1, 1].map((dimension) => numberField(tensor.dims, dimension)),
    numberField(tensor.type, floatTensor),
    lengthField(tensor.name, name),
    lengthField(tensor.raw, new Uint8Array(factors.buffer)),
  ]);

const groups = (count: number) =>
  lengthField(node.attribute, [
    lengthField(attribute.name, 'group'),
    numberField(attribute.integer, count),
    numberField(attribute.type, integerAttribute),
  ]);

/** The slopes where they are one a channel, as the graph holds them; null where they are anything else. */
const slopesOf = (initializer: readonly Field[] | undefined): Float32Array | null => {
  if (initializer === undefined || all(initializer, tensor.type)[0]?.value !== floatTensor) return null;
  const dims = all(initializer, tensor.dims);
  const size = dims.every(({ bytes }) => bytes.length === 0) ? dims.map(({ value }) => value) : [];
  const bytes = Buffer.concat(
    [...all(initializer, tensor.raw), ...all(initializer, tensor.floats)].map((f) => f.bytes),
  );
  if (size.length !== 3 || size[1] !== 1 || size[2] !== 1 || bytes.length !== 4 * (size[0] ?? 0)) return null;
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(4 * index));
};

/** PRelu(x) = x + (1 - slope) max(0, -x), for slopes of any sign: two convolutions that the runtime fuses with the rest. */
const withoutPrelu = (x: string, y: string, slopes: Float32Array): Uint8Array[] => [
  weightsOf(`${y}/minus`, new Float32Array(slopes.length).fill(-1)),
  weightsOf(
    `${y}/rest`,
    slopes.map((slope) => 1 - slope),
  ),
  nodeOf('Conv', [x, `${y}/minus`], `${y}/negated`, [groups(slopes.length)]),
  nodeOf('Relu', [`${y}/negated`], `${y}/below`),
  nodeOf('Conv', [`${y}/below`, `${y}/rest`], `${y}/lifted`, [groups(slopes.length)]),
  nodeOf('Add', [`${y}/lifted`, x], y),
];

const expandGraph = (fields: readonly Field[]): Uint8Array[] => {
  const initializers = new Map(
    all(fields, graph.initializer).map((field) => {
      const initializer = fieldsOf(field.bytes);
      return [first(initializer, tensor.name), initializer] as const;
    }),
  );
  return fields.flatMap((field) => {
    if (field.number !== graph.node) return [field.raw];
    const parts = fieldsOf(field.bytes);
    if (first(parts, node.operator) !== 'PRelu') return [field.raw];
    const [x = '', slope = ''] = all(parts, node.input).map((input) => text(input.bytes));
    const slopes = slopesOf(initializers.get(slope));
    return slopes === null ? [field.raw] : withoutPrelu(x, first(parts, node.output), slopes);
  });
};

/**
 * The same ONNX model with each PRelu written as operators that onnxruntime computes in its blocked layout (NCHWc). It
 * has none for PRelu: it reorders every tensor there and back, and a vector takes 1.6 times as long. What the model
 * answers stays equal but for rounding. Bytes that are no model stay as they are, and the runtime refuses them.
 */
export const expandPrelu = (bytes: Uint8Array): Uint8Array => {
  try {
    return Buffer.concat(
      fieldsOf(bytes).map((field) =>
        field.number === model.graph ? lengthField(model.graph, expandGraph(fieldsOf(field.bytes))) : field.raw,
      ),
    );
  } catch (error) {
    if (error instanceof MalformedMessage) return bytes;
    throw error;
  }
};
