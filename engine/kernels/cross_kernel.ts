/**
 * Where one series comes to lie above another and where it no longer does, sixteen bars at a time: a function of WebAssembly
 * with SIMD, put together here from its instructions (WebAssembly Core Specification 2.0, chapter 5) when it is first needed.
 * It compares and computes nothing, so that it finds what any other comparison of the same numbers finds.
 */

export interface CrossKernel {
  readonly memory: WebAssembly.Memory;
  /**
   * Goes through two series of the memory and writes the places at which a > b differs from the bar before, in order, 32 bits
   * each. Works on whole groups of sixteen bars.
   *
   * @param a address of the first bar's value, as `b`; the value of the next bar stands 8 bytes on
   * @param end address behind the last value of a
   * @param out where the places go
   * @param place that of the first bar
   * @param above 1 when a > b on the bar before the first
   * @returns the address behind the last place; 0 when a and b are equal at some bar, or not known
   */
  turns(a: number, b: number, end: number, out: number, place: number, above: 0 | 1): number;
}

/** Bars of a group. */
export const GROUP_BARS = 16;

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

const F64X2_LESS = [0xfd, 0x49];
const F64X2_MORE = [0xfd, 0x4a];
const V128_AND = [0xfd, 0x4e];
const V128_OR = [0xfd, 0x50];
/** The lower half of each of four lanes of 64 bits. */
const HALVES = [0xfd, 0x0d, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];
const I16X8_NARROW = [0xfd, 0x85, 0x01];
const I8X16_NARROW = [0xfd, 0x65];
const I8X16_BITMASK = [0xfd, 0x64];
const I64X2_ALL_TRUE = [0xfd, 0xc3, 0x01];
const V128_ALL_ONES = [0xfd, 0x0c, ...new Array<number>(16).fill(0xff)];

// Parameters.
const A = 0;
const B = 1;
const STOP = 2;
const OUT = 3;
const PLACE = 4;
const BEFORE = 5;
// Locals: bits of a group of bars, then lanes of two bars.
const MASK = 6;
const TURNS = 7;
const X = 8;
const Y = 9;
const MORE = 10;
const DIFFERS = 11;

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
/** Alignment 2^3. */
const load = (address: number, offset: number) => [...get(address), 0xfd, 0, 3, offset];

/** Leaves a lane of ones for each of two bars with a > b on the stack. */
const compareTwo = (pair: number) => [
  ...load(A, 16 * pair),
  ...tee(X),
  ...load(B, 16 * pair),
  ...tee(Y),
  ...F64X2_MORE,
  ...tee(MORE),
  // Neither more nor less: equal, or not known.
  ...get(X),
  ...get(Y),
  ...F64X2_LESS,
  ...get(MORE),
  ...V128_OR,
  ...get(DIFFERS),
  ...V128_AND,
  ...set(DIFFERS),
];
const compareFour = (k: number) => [...compareTwo(2 * k), ...compareTwo(2 * k + 1), ...HALVES];
const compareEight = (k: number) => [
  ...compareFour(2 * k),
  ...compareFour(2 * k + 1),
  ...I16X8_NARROW,
];

const BODY = [
  ...V128_ALL_ONES,
  ...set(DIFFERS),
  ...LOOP,
  ...compareEight(0),
  ...compareEight(1),
  ...I8X16_NARROW,
  ...I8X16_BITMASK,
  // A bit for each bar that is not as the one before.
  ...tee(MASK),
  ...get(MASK),
  ...constant(1),
  I32_SHIFT_LEFT,
  ...get(BEFORE),
  I32_OR,
  I32_XOR,
  ...constant(0xffff),
  I32_AND,
  ...set(TURNS),
  ...get(MASK),
  ...constant(15),
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
  ...add(B, 8 * GROUP_BARS),
  ...add(PLACE, GROUP_BARS),
  ...add(A, 8 * GROUP_BARS),
  ...get(A),
  ...get(STOP),
  I32_LESS,
  BRANCH_IF,
  0,
  END,
  ...get(OUT),
  ...constant(0),
  ...get(DIFFERS),
  ...I64X2_ALL_TRUE,
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
  const locals = [2, 2, I32, 4, V128];
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
