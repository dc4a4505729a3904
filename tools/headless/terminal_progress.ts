/** A bar of progress on the terminal that errors go to; nothing where they go to a pipe or a file. */

const WIDTH = 30;

export class TerminalProgress {
  readonly #isTerminal = Deno.stderr.isTerminal();
  #shown = "";

  /** Draws the bar over the one before. `share` is from 0 to 1. */
  show(what: string, share: number): void {
    if (!this.#isTerminal) return;
    const full = Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
    const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
    this.#draw(`${what} ${bar} ${Math.round(share * 100)} %`);
  }

  /** Takes the bar away, before anything else is written. */
  clear(): void {
    if (this.#shown !== "") this.#draw("");
  }

  #draw(text: string): void {
    if (text === this.#shown) return;
    this.#shown = text;
    Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${text}`));
  }
}
