import assert from "node:assert/strict";
import { descriptionOf, fireEvent, render, screen } from "../tests/support/dom.ts";
import { NumberBox, NumberMessage } from "./NumberBox.tsx";
import { type Reading, useTypedNumber } from "./typed_number.ts";

/** Whole numbers up to 100, where a comma can be read in two ways. */
function read(text: string): Reading {
  const value = Number(text.replace(",", ""));
  if (text.trim() === "" || !Number.isInteger(value)) {
    return { kind: "refused", message: "Enter a whole number." };
  }
  return text.includes(",")
    ? { kind: "remarked", value, remark: `Read as ${value}.` }
    : { kind: "number", value };
}

function Length({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const field = useTypedNumber(value, read, onChange);
  return (
    <>
      <NumberBox
        aria-label="Length"
        aria-describedby="message"
        unit="bars"
        isWrong={field.problem !== null}
        value={field.text}
        onInput={(event) => field.type(event.currentTarget.value)}
        onBlur={field.leave}
      />
      <NumberMessage id="message" problem={field.problem} remark={field.remark} />
    </>
  );
}

function open() {
  const taken: number[] = [];
  const draw = (value: number) => <Length value={value} onChange={(next) => taken.push(next)} />;
  const { rerender } = render(draw(14));
  const field = screen.getByLabelText<HTMLInputElement>("Length");
  return {
    taken,
    field,
    /** Typed, and the value comes back from outside as it was taken. */
    type: (text: string) => {
      fireEvent.input(field, { target: { value: text } });
      rerender(draw(taken.at(-1) ?? 14));
    },
    give: (value: number) => rerender(draw(value)),
  };
}

Deno.test("number box: text with a number pad, the unit beside it read out by nobody twice", () => {
  const { field } = open();
  assert.deepEqual([field.type, field.inputMode, field.autocomplete], ["text", "decimal", "off"]);
  assert.equal(screen.getByText("bars").getAttribute("aria-hidden"), "true");
});

Deno.test("number box: each number that counts is taken as it is typed", () => {
  const { taken, field, type } = open();
  type("2");
  type("20");
  assert.deepEqual(taken, [2, 20]);
  assert.equal(descriptionOf(field), "");
});

Deno.test("number box: what is no number stays as typed with the reason, until it is one", () => {
  const { taken, field, type } = open();
  type("2x");
  fireEvent.blur(field);
  assert.deepEqual([taken, field.value], [[], "2x"]);
  assert.equal(descriptionOf(field), "Enter a whole number.");
  assert.equal(field.parentElement?.dataset.invalid, "true");
  type("21");
  assert.deepEqual([taken, descriptionOf(field)], [[21], ""]);
  assert.equal(field.parentElement?.dataset.invalid, undefined);
});

Deno.test("number box: what has two readings says how it was read, and is written plainly once it is left", () => {
  const { taken, field, type } = open();
  type("1,5");
  assert.deepEqual(taken, [15]);
  assert.equal(descriptionOf(field), "Read as 15.");
  fireEvent.blur(field);
  assert.deepEqual([field.value, descriptionOf(field)], ["15", ""]);
});

Deno.test("number box: a value from outside takes the place of what is typed", () => {
  const { field, type, give } = open();
  type("x");
  give(50);
  assert.equal(field.value, "50");
});
