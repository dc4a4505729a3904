/**
 * HTML of parts of pages, kept by what it depends on. A part is drawn where it stands the first time, between two marks that
 * no text can contain, and cut out of the page from there: so it is the same HTML, whatever is around it. No part stands inside another.
 */
import { jsxTemplate } from "preact/jsx-runtime";
import type { KeepHtml } from "../../components/island/kept_html.ts";

/** What `<` begins is ours: texts and attributes have it escaped. */
const OPEN = "<!--kept:";
const CLOSE = "<!--/kept-->";

export class HtmlKeeper {
  readonly #html = new Map<string, string>();

  /** @param most how many parts are kept, the last used ones */
  constructor(private readonly most: number) {}

  /** For one page: `keep` while it is drawn, then `take` the page without its marks. */
  page(): { readonly keep: KeepHtml; take(html: string): string } {
    const drawn: string[] = [];
    return {
      keep: (depends, content) => {
        const key = JSON.stringify(depends);
        const html = this.#html.get(key);
        if (html !== undefined) {
          this.#remember(key, html);
          return jsxTemplate([html]);
        }
        drawn.push(key);
        return jsxTemplate([`${OPEN}${drawn.length - 1}-->`, CLOSE], content);
      },
      take: (html) => drawn.length === 0 ? html : this.#cut(html, drawn),
    };
  }

  #cut(html: string, drawn: readonly string[]): string {
    const [first = "", ...rest] = html.split(OPEN);
    let page = first;
    for (const piece of rest) {
      const start = piece.indexOf("-->") + 3;
      const end = piece.indexOf(CLOSE, start);
      const part = piece.slice(start, end);
      const key = drawn[Number(piece.slice(0, start - 3))];
      if (key !== undefined) this.#remember(key, part);
      page += part + piece.slice(end + CLOSE.length);
    }
    return page;
  }

  #remember(key: string, html: string): void {
    this.#html.delete(key);
    this.#html.set(key, html);
    for (const oldest of this.#html.keys()) {
      if (this.#html.size <= this.most) break;
      this.#html.delete(oldest);
    }
  }
}
