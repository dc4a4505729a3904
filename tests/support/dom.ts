/**
 * Components on a light DOM: what a browser shows nothing more of – words, fields, tables, filters, menus – is tested beside the
 * component, in the process. What is laid out, painted, dragged or moved in focus by Tab belongs in tests/e2e.
 *
 * Import it before the component. Each file has a page of its own, emptied after each test.
 */
import { visits } from "./dom_globals.ts";
import { cleanup, configure } from "@testing-library/preact";

export { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";

// The page in full is longer than what is wrong with it.
configure({ getElementError: (message) => new Error(message ?? "not found") });

export { visits };

Deno.test.afterEach(() => {
  cleanup();
  visits.length = 0;
});

/** What an element says, with single spaces. */
export function visibleText(element: Element): string {
  return (element.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** The words that are read out with a field. */
export function descriptionOf(input: Element): string {
  return (input.getAttribute("aria-describedby") ?? "").split(" ")
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
}
