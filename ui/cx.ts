/** The classes that are there, in one attribute: `cx(styles.row, isOpen && styles.open)`. */
export function cx(...classes: readonly (string | false | null | undefined)[]): string {
  return classes.filter(Boolean).join(" ");
}
