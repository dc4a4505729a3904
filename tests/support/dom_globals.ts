/** Puts a light DOM where components look for a browser's; imported for its effect, before anything that renders. */
import { Window } from "happy-dom";

/** What Deno has under the same name and has to be the DOM's own. */
const REPLACED = new Set([
  "CustomEvent",
  "Event",
  "EventTarget",
  "FormData",
  "localStorage",
  "location",
  "navigator",
  "sessionStorage",
]);

const page = new Window({ url: "http://localhost/", width: 1440, height: 900 });
/** The addresses that were left for; the page itself stays. */
export const visits: string[] = [];
page.location.assign = (url) => void visits.push(String(url));

const before = new Map<string, PropertyDescriptor | undefined>();

const put = (name: string, value: unknown) => {
  before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
};
for (let at: object = page; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
  for (const name of Object.getOwnPropertyNames(at)) {
    if (before.has(name) || name === "constructor") continue;
    if (name in globalThis && !REPLACED.has(name)) continue;
    const value: unknown = Reflect.get(page, name);
    const isMethod = typeof value === "function" && !/^[A-Z]/.test(name);
    put(name, isMethod ? value.bind(page) : value);
  }
}
put("window", globalThis);

/** Deno's own dispatches Deno's events, which the DOM's classes cannot carry: what it is used for here is one turn's delay. */
class TurnChannel {
  readonly port1 = { onmessage: null as (() => void) | null, close: () => {} };
  readonly port2 = {
    postMessage: () => void setTimeout(() => this.port1.onmessage?.()),
    close: () => {},
  };
}
put("MessageChannel", TurnChannel);

Deno.test.afterAll(async () => {
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
  await page.happyDOM.close();
});
