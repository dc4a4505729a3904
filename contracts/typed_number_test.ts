import assert from "node:assert/strict";
import fc from "fast-check";
import { fixedNumber, MINUS, plainNumber } from "./number_text.ts";
import { numberProblem, readSentNumber, readTypedNumber, typedValue } from "./typed_number.ts";

/** What is read, `null` for a refusal; a remark is given with `?`. */
function inShort(text: string): number | string | null {
  const read = readTypedNumber(text);
  if (read.kind === "refused") return null;
  return read.kind === "remarked" ? `${read.value}?` : read.value;
}

function holds(cases: readonly (readonly [string, number | string | null])[]): void {
  const read = cases.map(([text]) => [text, inShort(text)]);
  assert.deepEqual(read, cases.map(([text, value]) => [text, value]));
}

Deno.test("typed numbers: a comma or a dot before decimals", () => {
  holds([
    ["14", 14],
    [" 14 ", 14],
    ["0.1", 0.1],
    ["0,1", 0.1],
    ["1,5", 1.5],
    ["12,25", 12.25],
    ["1,2345", 1.2345],
    ["1234,567", 1234.567],
    ["1234.567", 1234.567],
    [".5", 0.5],
    [",5", 0.5],
    [",500", 0.5],
    ["5.", 5],
    ["5,", 5],
    ["٣٫٥", 3.5],
  ]);
});

Deno.test("typed numbers: a group after a leading 0 is decimals, never thousands", () => {
  holds([
    ["0,001", 0.001],
    ["0,025", 0.025],
    ["0,005", 0.005],
    ["0,075", 0.075],
    ["0,500", 0.5],
    ["0.001", 0.001],
    ["-0,001", -0.001],
    ["+0,001 ", 0.001],
    ["00,5", 0.5],
    ["000,500", 0.5],
    ["007", 7],
    ["0,000", 0],
    ["-0", 0],
    ["0 001", null],
    ["0'001", null],
    ["0,001,000", null],
    ["0.001.000", null],
    ["0,001.5", null],
    ["012 345", null],
  ]);
});

Deno.test("typed numbers: thousands by the customs of many countries", () => {
  holds([
    ["1,234,567", 1_234_567],
    ["1.234.567", 1_234_567],
    ["1,234.5", 1234.5],
    ["1.234,5", 1234.5],
    ["10.000,00", 10_000],
    ["1,234.567", 1234.567],
    ["1.234,567", 1234.567],
    ["1,000,000.50", 1_000_000.5],
    ["1.000.000,50", 1_000_000.5],
    ["10 000", 10_000],
    ["1 234,5", 1234.5],
    ["1\u00a0234,5", 1234.5],
    ["1\u2009234.5", 1234.5],
    ["1\u202f234\u202f567", 1_234_567],
    ["1'234.5", 1234.5],
    ["1’234", 1234],
    ["1_000", 1000],
    ["١٬٢٣٤٫٥", 1234.5],
  ]);
});

Deno.test("typed numbers: where two readings remain, the one that is taken is said", () => {
  holds([
    ["1,500", "1500?"],
    ["10,000", "10000?"],
    ["-1,500", "-1500?"],
    ["1.500", "1.5?"],
    ["10.000", "10?"],
  ]);
  const remark = (text: string, rule = {}) => {
    const read = readTypedNumber(text, rule);
    return read.kind === "remarked" ? read.remark : read.kind;
  };
  assert.equal(remark("1,500"), "Read as 1500, not 1.5.");
  assert.equal(remark("−1,234"), "Read as −1234, not −1.234.");
  assert.equal(remark("10.000"), "Read as 10, not 10000.");
  // Not where thousands could not be meant.
  assert.equal(remark("1.125", { min: 0, max: 5 }), "number");
  assert.equal(remark("10,000 USDT", { unit: "USDT" }), "Read as 10000, not 10.");
});

Deno.test("typed numbers: signs, powers of ten, short forms, digits of other scripts", () => {
  holds([
    ["-5", -5],
    ["−5", -5],
    ["–5", -5],
    ["- 5", -5],
    ["+5", 5],
    ["1e5", 100_000],
    ["1E+5", 100_000],
    ["1e-5", 0.00001],
    ["1,5e3", 1500],
    ["1.125e+21", 1.125e21],
    ["120 k", 120_000],
    ["10k", 10_000],
    ["1.2 M", 1_200_000],
    ["１２．５", 12.5],
    ["１２，５", 12.5],
    ["٤٢", 42],
    ["۴۲", 42],
    ["४२", 42],
    ["\u202d1234\u202c", 1234],
    ["\ufeff1\u200e4", 14],
  ]);
});

Deno.test("typed numbers: what is no number is refused, never bent", () => {
  const texts = [
    ...["", " ", "-", "+", ".", ",", "–", "ten", "12abc", "abc12", "NaN", "Infinity", "∞"],
    ...["0x10", "0b1", "1n", "1.2.3", "1,2,3", "1,23,456", "12.345.67", "1,234,567,89"],
    ...["1,234'567", "1,234 567", "1 234.567,8", "1,234.567,8", "1234 567", "1 5", "1  000"],
    ...["1,234.", "1.234,", "1,,5", "1..5", "1,.5", "--5", "+-5", "5-", "(5)", "5 5", "1\n000"],
    ...["½", "1½", "5²", "x²", "Ⅳ", "1/2", "1:2", "1·5", "1،5", "e5", "5e", "1e5.5", "1e5,5"],
    ...["1,500e3", "10 %", "10 USDT", "$10", "10€", "10m", "1e999", "-1e999", "1e-999", "߁", "𝟏"],
    ...["\u202e001", "1".repeat(310), "0." + "0".repeat(330) + "1", "9".repeat(5000), "1\0"],
  ];
  assert.deepEqual(texts.filter((text) => inShort(text) !== null), []);
});

Deno.test("typed numbers: a refusal says what is expected", () => {
  const message = (text: string, rule = {}) => {
    const read = readTypedNumber(text, rule);
    return read.kind === "refused" ? read.message : read.kind;
  };
  assert.equal(message(""), "Enter a number.");
  assert.equal(message("ten"), "Enter a number.");
  assert.equal(message("1.2.3"), "Enter a number. Write it like 1234.5.");
  assert.equal(message("10 %"), "Enter a number.");
  assert.equal(message("10 USDT", { unit: "%" }), "Enter a number. The unit here is %.");
  assert.equal(message("9".repeat(5000)), "Enter a number. It can have up to 400 characters.");
  assert.equal(message("½"), "Enter a number. Use the digits 0 to 9.");
  assert.equal(message("1e999"), "Enter a number. That number is too large.");
  assert.equal(message("1e-999"), "Enter a number. That number is too close to 0.");
  const fee = { min: 0, max: 5, unit: "%", expected: "Enter a percentage from 0 to 5." };
  assert.equal(message("9", fee), "Enter a percentage from 0 to 5.");
  assert.equal(message("", fee), "Enter a percentage from 0 to 5.");
  assert.equal(
    message("1,500", fee),
    "Enter a percentage from 0 to 5. Read as 1500, not 1.5.",
  );
  assert.equal(message("7.5", { whole: true }), "Enter a whole number.");
});

Deno.test("typed numbers: the unit of the field may follow, no other", () => {
  const value = (text: string, unit: string) => typedValue(readTypedNumber(text, { unit }));
  assert.equal(value("10 %", "%"), 10);
  assert.equal(value("+12.4\u00a0%", "%"), 12.4);
  assert.equal(value("0,5％", "%"), 0.5);
  assert.equal(value("1,234.50 usdt", "USDT"), 1234.5);
  assert.equal(value("50 bars", "bars"), 50);
  assert.equal(value("10 %", "USDT"), undefined);
  assert.equal(value("%", "%"), undefined);
  assert.equal(value("USDT 10", "USDT"), undefined);
});

Deno.test("typed numbers: whole numbers beyond 2^53 are exact, or said to be the nearest", () => {
  assert.equal(inShort("9007199254740991"), 9007199254740991);
  assert.equal(inShort("9007199254740993"), "9007199254740992?");
  assert.equal(inShort("9007199254740994"), 9007199254740994);
  assert.equal(inShort("9007199254740992.5"), "9007199254740992?");
  const read = readTypedNumber("9007199254740993");
  assert.equal(
    read.kind === "remarked" && read.remark,
    "Read as 9007199254740992, the nearest number that can be stored.",
  );
});

Deno.test("sent numbers: a comma that can be either mark is refused, a dot is before decimals", () => {
  assert.deepEqual(readSentNumber("1,500"), {
    kind: "refused",
    message: "“1,500” can mean 1500 or 1.5. Enter one of these.",
  });
  assert.deepEqual(readSentNumber("1.500"), { kind: "number", value: 1.5 });
  assert.deepEqual(readSentNumber("0,001"), { kind: "number", value: 0.001 });
  assert.deepEqual(readSentNumber("1.234,5"), { kind: "number", value: 1234.5 });
  assert.equal(readSentNumber("9", { max: 5 }).kind, "refused");
  assert.equal(readSentNumber("much").kind, "refused");
  assert.equal(readSentNumber("10k").kind, "refused");
});

const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });

Deno.test("typed numbers: what is written with all its digits is read back, by either convention", () => {
  fc.assert(fc.property(anyNumber, (value) => {
    const back = (text: string) => typedValue(readTypedNumber(text));
    assert.equal(back(String(value)), value + 0);
    assert.equal(back(plainNumber(value)), value + 0);
    if (!/[e]/.test(plainNumber(value)) && !/^\D?\d{1,3}[,.]\d{3}$/.test(plainNumber(value))) {
      // The same text as it is written in Germany, France and Switzerland.
      const swapped = plainNumber(value).replace(/[.,]/g, (mark) => mark === "." ? "," : ".");
      assert.equal(back(swapped), value + 0, swapped);
      assert.equal(back(swapped.replaceAll(".", "\u202f")), value + 0);
      assert.equal(back(plainNumber(value).replaceAll(",", "’")), value + 0);
    }
  }));
});

Deno.test("typed numbers: a decimal comma means what a decimal dot means, wherever it is no group of thousands", () => {
  const digits = (size: fc.Size) => fc.stringMatching(/^\d+$/, { size });
  fc.assert(fc.property(digits("small"), digits("small"), (whole, fraction) => {
    const [dot, comma] = [
      readTypedNumber(`${whole}.${fraction}`),
      readTypedNumber(`${whole},${fraction}`),
    ];
    const either = /^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3;
    assert.equal(comma.kind === "remarked", either);
    assert.equal(typedValue(dot), Number(`${whole}.${fraction}`));
    assert.equal(typedValue(comma), Number(either ? whole + fraction : `${whole}.${fraction}`));
  }));
});

Deno.test("typed numbers: no text makes the reader throw or gives what is no number", () => {
  const marks = fc.constantFrom(
    ..."0123456789.,'’ _-−+eEkM%\u00a0\u2009٫٬٣०½²xX∞\u202e\0".split(""),
  );
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: marks }));
  fc.assert(
    fc.property(text, fc.constantFrom(undefined, "%", "USDT"), (typed, unit) => {
      const read = readTypedNumber(typed, { unit });
      if (read.kind === "refused") assert.match(read.message, /^Enter a number\./);
      else assert.ok(Number.isFinite(read.value));
      // The digits that were typed are the digits of the number.
      if (read.kind === "number" && /^\d+$/.test(typed)) {
        assert.equal(BigInt(typed), BigInt(read.value));
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("number text: as many decimals as asked for, thousands apart, no sign before nothing", () => {
  assert.equal(fixedNumber(1234.5, 2), "1,234.50");
  assert.equal(fixedNumber(-1_234_567, 0), `${MINUS}1,234,567`);
  assert.equal(fixedNumber(-0.001, 2), "0.00");
  assert.equal(fixedNumber(1e21, 2), "1e+21");
  assert.equal(plainNumber(1e-7), "0.0000001");
  assert.equal(plainNumber(-1.5e-7), `${MINUS}0.00000015`);
  assert.equal(plainNumber(1e-200), "1e-200");
  assert.equal(plainNumber(10_000.25), "10,000.25");
});

Deno.test("number problem: the range in words", () => {
  assert.equal(numberProblem(14, { min: 2, max: 1000, whole: true }), null);
  assert.equal(numberProblem(1, { min: 2, max: 1000 }), "Enter a number from 2 to 1,000.");
  assert.equal(numberProblem(-2, { min: -1 }), `Enter ${MINUS}1 or more.`);
  assert.equal(numberProblem(3, { max: 2 }), "Enter 2 or less.");
  assert.equal(numberProblem("3", {}), "Enter a number.");
});
