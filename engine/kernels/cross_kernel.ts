/**
 * Where one series comes to lie above another and where it no longer does, 32 bars at a time: a function of WebAssembly with
 * SIMD, put together here from its instructions (WebAssembly Core Specification 2.0, chapter 5) when it is first needed.
 *
 * It compares numbers of 32 bits. Rounding keeps the order of two numbers or makes them equal, so that where one of the rounded
 * is larger, so is the one that it was made of; where they are equal it says that it cannot tell.
 */

export interface CrossKernel {
  readonly memory: WebAssembly.Memory;
  /**
   * Goes through two series of 32-bit numbers, all known, and writes the places at which a > b differs from the bar before, in
   * order, 32 bits each. Works on whole groups of bars.
   *
   * @param a address of the first bar's value, as `b`
   * @param end address behind the last value of a
   * @param out where the places go
   * @param place that of the first bar
   * @param above 1 when a > b on the bar before the first
   * @returns the address behind the last place; 0 when the two are equal at some bar
   */
  turns(a: number, b: number, end: number, out: number, place: number, above: 0 | 1): number;
}

/** Bars of a group. */
export const GROUP_BARS = 32;

const I32 = 0x7f;
const V128 = 0x7b;

const LOOP = [0x03, 0x40];
const IF = [0x04, 0x40];
const END = 0x0b;
const BRANCH_IF = 0x0d;
const SELECT = 0x1b;
const I32_LESS = 0x49;
const I32_TRAILING_ZEROS = 0x68;
const I32_ADD = 0x6a;
const I32_SUBTRACT = 0x6b;
const I32_AND = 0x71;
const I32_OR = 0x72;
const I32_XOR = 0x73;
const I32_SHIFT_LEFT = 0x74;
const I32_SHIFT_RIGHT = 0x76;
/** Alignment 2^2, offset 0. */
const I32_STORE = [0x36, 2, 0];

const F32X4_EQUAL = [0xfd, 0x41];
const F32X4_MORE = [0xfd, 0x44];
const V128_OR = [0xfd, 0x50];
const V128_ANY_TRUE = [0xfd, 0x53];
const I16X8_NARROW = [0xfd, 0x85, 0x01];
const I8X16_NARROW = [0xfd, 0x65];
const I8X16_BITMASK = [0xfd, 0x64];
// Parameters.
const A = 0;
const B = 1;
const STOP = 2;
const OUT = 3;
const PLACE = 4;
const BEFORE = 5;
// Locals: bits of a group of bars, then lanes of four bars.
const MASK = 6;
const TURNS = 7;
const X = 8;
const Y = 9;
const EQUAL = 10;

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
/** Signed LEB128 of small numbers. */
const constant = (value: number) => {
  const bytes: number[] = [0x41];
  for (; value > 63; value >>= 7) bytes.push(0x80 | value & 0x7f);
  return [...bytes, value];
};
const add = (local: number, value: number) => [
  ...get(local),
  ...constant(value),
  I32_ADD,
  ...set(local),
];
/** Alignment 2^2. */
const load = (address: number, offset: number) => [
  ...get(address),
  ...[0xfd, 0, 2],
  // Unsigned LEB128 of a number below 2^14.
  ...(offset < 128 ? [offset] : [0x80 | offset & 0x7f, offset >> 7]),
];

/** Leaves a lane of ones for each of four bars with a > b on the stack. */
const compareFour = (k: number) => [
  ...load(A, 16 * k),
  ...tee(X),
  ...load(B, 16 * k),
  ...tee(Y),
  ...F32X4_MORE,
  ...get(X),
  ...get(Y),
  ...F32X4_EQUAL,
  ...get(EQUAL),
  ...V128_OR,
  ...set(EQUAL),
];
const compareEight = (k: number) => [
  ...compareFour(2 * k),
  ...compareFour(2 * k + 1),
  ...I16X8_NARROW,
];
/** Leaves a bit for each of sixteen bars. */
const compareSixteen = (k: number) => [
  ...compareEight(2 * k),
  ...compareEight(2 * k + 1),
  ...I8X16_NARROW,
  ...I8X16_BITMASK,
];

const BODY = [
  ...LOOP,
  ...compareSixteen(0),
  ...compareSixteen(1),
  ...constant(16),
  I32_SHIFT_LEFT,
  I32_OR,
  // A bit for each bar that is not as the one before.
  ...tee(MASK),
  ...get(MASK),
  ...constant(1),
  I32_SHIFT_LEFT,
  ...get(BEFORE),
  I32_OR,
  I32_XOR,
  ...set(TURNS),
  ...get(MASK),
  ...constant(31),
  I32_SHIFT_RIGHT,
  ...set(BEFORE),
  ...get(TURNS),
  ...IF,
  ...LOOP,
  ...get(OUT),
  ...get(PLACE),
  ...get(TURNS),
  I32_TRAILING_ZEROS,
  I32_ADD,
  ...I32_STORE,
  ...add(OUT, 4),
  // Without its lowest bit.
  ...get(TURNS),
  ...get(TURNS),
  ...constant(1),
  I32_SUBTRACT,
  I32_AND,
  ...tee(TURNS),
  BRANCH_IF,
  0,
  END,
  END,
  ...add(B, 4 * GROUP_BARS),
  ...add(PLACE, GROUP_BARS),
  ...add(A, 4 * GROUP_BARS),
  ...get(A),
  ...get(STOP),
  I32_LESS,
  BRANCH_IF,
  0,
  END,
  ...constant(0),
  ...get(OUT),
  ...get(EQUAL),
  ...V128_ANY_TRUE,
  SELECT,
  END,
];

/** A length below 2^14, then what is that long. */
const sized = (bytes: readonly number[]) => [
  0x80 | bytes.length & 0x7f,
  bytes.length >> 7,
  ...bytes,
];
const section = (id: number, ...bytes: number[]) => [id, ...sized(bytes)];

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const parameters = new Array<number>(6).fill(I32);
  // Two kinds of them.
  const locals = [2, 2, I32, 3, V128];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, parameters.length, ...parameters, 1, I32),
    ...section(3, 1, 0),
    // A memory of at least one page, and both are exported, as "m" and "f".
    ...section(5, 1, 0, 1),
    ...section(7, 2, 1, 0x6d, 2, 0, 1, 0x66, 0, 0),
    ...section(10, 1, ...sized([...locals, ...BODY])),
  ]);
}

/** A kernel with a memory of its own; `null` where there is no WebAssembly, or none that is allowed. */
export function crossKernel(): CrossKernel | null {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()));
    return {
      memory: exports.m as WebAssembly.Memory,
      turns: exports.f as CrossKernel["turns"],
    };
  } catch {
    return null;
  }
}
