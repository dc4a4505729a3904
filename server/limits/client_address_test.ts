/** Whose address is believed, and what counts as one asker. */
import assert from "node:assert/strict";
import { cidrList } from "../config/setting_types.ts";
import { addressGroup, clientAddress, inNetworks, plainAddress } from "./client_address.ts";

const trusted = inNetworks(cidrList.parse("10.0.0.0/8, 192.0.2.7 fd00::/8"));

Deno.test("client address: a forwarded address counts only from a listed proxy", () => {
  for (
    const [peer, forwarded, address] of [
      ["198.51.100.1", "203.0.113.9", "198.51.100.1"],
      // Private addresses are not trusted because they are private.
      ["192.168.1.1", "203.0.113.9", "192.168.1.1"],
      ["127.0.0.1", "203.0.113.9", "127.0.0.1"],
      ["10.1.2.3", "203.0.113.9", "203.0.113.9"],
      ["::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"],
      ["fd12::1", "2001:db8::1", "2001:db8::1"],
      ["192.0.2.7", "203.0.113.9", "203.0.113.9"],
      ["192.0.2.8", "203.0.113.9", "192.0.2.8"],
      ["10.1.2.3", undefined, "10.1.2.3"],
    ] as const
  ) assert.equal(clientAddress(peer, forwarded, trusted), address, `${peer} ${forwarded}`);
});

Deno.test("client address: what the asker wrote before the proxy's own entry is not read", () => {
  const from = (forwarded: string) => clientAddress("10.0.0.1", forwarded, trusted);
  assert.equal(from("1.1.1.1, 203.0.113.9"), "203.0.113.9");
  assert.equal(from("1.1.1.1, 203.0.113.9, 10.0.0.2"), "203.0.113.9");
  assert.equal(from("10.9.9.9"), "10.9.9.9", "all of them trusted: the farthest");
  assert.equal(from("1.1.1.1, unknown"), "10.0.0.1");
  assert.equal(from("1.1.1.1, unknown, 10.0.0.2"), "10.0.0.2");
  assert.equal(from("203.0.113.9:4711"), "203.0.113.9");
  assert.equal(from("[2001:DB8::1]:4711"), "2001:db8::1");
  assert.equal(from(""), "10.0.0.1");
  assert.equal(from("1.1.1.1, "), "10.0.0.1");
});

Deno.test("client address: one address is written in one way", () => {
  assert.equal(plainAddress("2001:0DB8:0:0:0:0:0:1"), "2001:db8::1");
  assert.equal(plainAddress("fe80::1%eth0"), "fe80::1");
  assert.equal(plainAddress("::ffff:cb00:7109"), "203.0.113.9");
  for (const none of ["", "unknown", "1.2.3", "999.1.1.1", "_hidden", "[::1", "<b>"]) {
    assert.equal(plainAddress(none), null, none);
  }
});

Deno.test("client address: an IPv6 connection counts as one, whichever of its addresses it uses", () => {
  assert.equal(addressGroup("2001:db8:1:2:aaaa::1"), addressGroup("2001:db8:1:2::ffff"));
  assert.notEqual(addressGroup("2001:db8:1:2::1"), addressGroup("2001:db8:1:3::1"));
  assert.equal(addressGroup("::1"), "0:0:0:0::/64");
  assert.equal(addressGroup("203.0.113.9"), "203.0.113.9");
  assert.equal(addressGroup("unknown"), "unknown");
});
