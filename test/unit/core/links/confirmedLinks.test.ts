import assert from "node:assert/strict";
import { hasChanged } from "../../../../src/core/links/confirmedLinks.ts";
import type { HostedLinks, HostLinks } from "../../../../src/core/links/hostLinks.ts";
import { chosen, hostLinks, link, vm } from "./testLinks.ts";

const [T1, T2] = ["2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"];
const web = [link(vm("web"), T1), link(vm("web"), T2)];
const db = link(vm("db"), T1);
const confirmed = hostLinks([...web, db]);

const changed = (now: HostLinks, on = confirmed, names: readonly string[] = ["web"], isWholeHost = false) =>
  hasChanged(chosen(on, ...names) as [HostedLinks, ...HostedLinks[]], now, isWholeHost);

describe("Links that were confirmed", () => {
  const same: readonly (readonly [what: string, now: HostLinks])[] = [
    ["as they were", hostLinks([...web, db])],
    ["in another order", hostLinks([...web.toReversed(), db])],
    ["with another case in the VM's ID", hostLinks(web.map((one) => ({ ...one, vmId: one.vmId.toUpperCase() })))],
    ["with other links on another VM", hostLinks([...web, link(vm("db"), T2), link(vm("new"), T1)])],
    ["without another VM's links", hostLinks(web)],
  ];
  for (const [what, now] of same) {
    it(`are the same: ${what}`, () => assert.equal(changed(now), false));
  }

  const different: readonly (readonly [what: string, now: HostLinks])[] = [
    ["one more", hostLinks([...web, link(vm("web"), "2026-03-03T10:00:00Z")])],
    ["one of the same time more", hostLinks([...web, link(vm("web"), T2)])],
    ["one fewer", hostLinks(web.slice(1))],
    ["one made at another time", hostLinks([link(vm("web"), T1), link(vm("web"), "2026-03-02T10:00:01Z")])],
    ["one whose time isn't given any more", hostLinks([link(vm("web"), T1), link(vm("web"))])],
    ["the VM has none", hostLinks([db])],
    ["the host has none", hostLinks([])],
    ["some that can't be read", hostLinks([...web, db], { unreadable: 1 })],
  ];
  for (const [what, now] of different) {
    it(`have changed: ${what}`, () => assert.equal(changed(now), true));
  }

  it("have changed if some couldn't be read and now can be", () => {
    const partly = hostLinks([...web, db], { unreadable: 1 });
    assert.deepEqual([changed(confirmed, partly), changed(partly, partly)], [true, false]);
  });

  it("have changed with another VM if all of the host is meant", () => {
    const all = ["web", "db"];
    const more = hostLinks([...web, db, link(vm("new"), T1)]);
    assert.deepEqual([changed(more, confirmed, all, true), changed(more, confirmed, all, false)], [true, false]);
    assert.equal(changed(confirmed, confirmed, all, true), false);
  });
});
