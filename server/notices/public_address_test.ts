/** No webhook reaches the server's own network, however its address is written and whatever its name says later. */
import assert from "node:assert/strict";
import { addressFor, checkUrl, isPublicAddress, type Resolve } from "./public_address.ts";

const NONE: ReadonlySet<string> = new Set();
const check = (text: string) => checkUrl(text, NONE);
const to = (...addresses: string[]): Resolve => () => Promise.resolve(addresses);

Deno.test("webhook addresses: what is not on the public internet is refused, however it is written", () => {
  const refused = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://0.0.0.0/",
    "https://10.0.0.7/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "https://[2001:db8::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[ff02::1]/",
    "https://[100::1]/",
  ];
  for (const text of refused) assert.throws(() => check(text), /public internet/, text);
  for (
    const text of ["https://1.1.1.1/", "https://[2606:4700::1111]/x", "https://hooks.test/a?b=c"]
  ) {
    assert.equal(check(text).isAllowed, false);
  }
});

Deno.test("webhook addresses: only https, without passwords, on ports of web servers", () => {
  for (
    const text of ["http://hooks.test/", "ftp://hooks.test/", "file:///etc/passwd", "javascript:1"]
  ) {
    assert.throws(() => check(text), /begins with https/, text);
  }
  assert.throws(() => check("nowhere"), /not an address/);
  assert.throws(() => check("https://ada:pw@hooks.test/"), /password/);
  for (const port of [22, 25, 80, 1023]) {
    assert.throws(() => check(`https://hooks.test:${port}/`), /port/);
  }
  assert.equal(check("https://hooks.test:8443/").url.port, "8443");
  // What the operator allows is allowed at that port alone.
  const allowed = new Set(["127.0.0.1:9000", "receiver.lan:80"]);
  assert.equal(checkUrl("http://127.0.0.1:9000/x", allowed).isAllowed, true);
  assert.equal(checkUrl("http://receiver.lan/x", allowed).isAllowed, true);
  assert.throws(() => checkUrl("http://127.0.0.1:9001/x", allowed));
});

Deno.test("webhook addresses: every address of a name is looked at", async () => {
  const url = check("https://hooks.test/");
  assert.equal(await addressFor(url, to("1.1.1.1", "2606:4700::1111")), "1.1.1.1");
  for (const inner of ["127.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "not an address"]) {
    await assert.rejects(addressFor(url, to("1.1.1.1", inner)), /public internet/, inner);
  }
  await assert.rejects(addressFor(url, to()), /no host called hooks\.test/);
  // An address is never asked for by name.
  const never: Resolve = () => Promise.reject(new Error("asked"));
  assert.equal(await addressFor(check("https://1.1.1.1/"), never), "1.1.1.1");
  assert.equal(isPublicAddress("localhost"), false);
});
