/** How wide a text is drawn, as far as it can be told without a screen: rather a pixel too many than one too few. */

/** Widths of Inter in parts of the size of the type. */
const CLASSES: readonly (readonly [characters: string, width: number])[] = [
  ["ijl|!.,:;'’", 0.3],
  ["ftrI ()[]-·/", 0.4],
  ["mwMWQO%@≥≤±…–", 0.9],
  ["ABCDEFGHJKLNPRSTUVXYZ&+=<>×÷−", 0.68],
  ["0123456789", 0.64],
];
const USUAL = 0.575;
/** Of scripts that are written in squares, and of pictures. */
const WIDEST = 1.1;

const widths = new Map(
  CLASSES.flatMap(([characters, width]) => [...characters].map((one) => [one, width] as const)),
);

/** The width of one line of text in pixels, in type of this size. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    width += widths.get(character) ?? (character.charCodeAt(0) > 0x2fff ? WIDEST : USUAL);
  }
  return width * size;
}
