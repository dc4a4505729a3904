import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { Attribution, Attributions } from "./Attribution.tsx";

Deno.test("attribution: the vendor's words as a link, and the licence where there is one", () => {
  const source = { text: "Candles: Coin Metrics community data", url: "https://coinmetrics.io/" };
  const plain = renderToString(<Attribution of={source} />);
  assert.match(plain, /<a [^>]*href="https:\/\/coinmetrics\.io\/"[^>]*>Candles: Coin Metrics/);
  assert.match(plain, /rel="noopener noreferrer"/);
  assert.doesNotMatch(plain, /\(/);
  const licensed = renderToString(<Attribution of={{ ...source, licence: "CC BY-NC 4.0" }} />);
  assert.match(licensed, /<\/a> \(CC BY-NC 4\.0\)/);
});

Deno.test("attribution: of several candles each source is named once", () => {
  const source = (name: string) => ({ text: `Candles: ${name}`, url: `https://${name}.example/` });
  const [a, b] = [source("a"), source("b")];
  const text = renderToString(<Attributions of={[a, undefined, b, a]} />).replace(/<[^>]*>/g, "");
  assert.equal(text, "Candles: a · Candles: b");
  assert.equal(renderToString(<Attributions of={[undefined]} />), "");
});
