import assert from "node:assert/strict";
import {
  linkConfirmationOf,
  type LinkConfirmationTexts,
  type LinkDeletionRequest,
  type NamedLinks,
} from "../../../../src/core/links/linkConfirmation.ts";
import { chosen, hostLinks, link, ops, vm } from "./testLinks.ts";

const told = ({ machine, host, links, made, madeTexts }: NamedLinks) =>
  [machine, "on", host.host.name, links, ...made.map((date) => date.toISOString()), ...madeTexts].join(" ");

/** Words that say which text it is, and with what. */
const texts: LinkConfirmationTexts = {
  hostName: ({ host }) => host.name,
  actingAs: (identities) => `acting: ${identities.map(({ account }) => account.label).join(", ")}`,
  titleOfOne: ({ machine, host }) => `all links of ${machine} on ${host.host.name}`,
  titleOfMany: ({ machines, links }) => `${links} links of ${machines}`,
  line: told,
  summary: ({ machines, links, hosts }) => `${machines} machines, ${links} links, ${hosts} hosts`,
  consequence: (isSingle) => (isSingle ? "one stays open to its users" : "all stay open to their users"),
  button: () => "Delete Links",
  typingPrompt: (expected) => `type ${expected}`,
};

const MADE = "2026-03-01T10:00:00.1234567Z";
const LATER = "2026-03-02T10:00:00.0000000Z";
const AMERICAN = "07/23/2024 16:07:52";

const ask = (request: LinkDeletionRequest, typeAbove = 10, accounts = ["ops@contoso.example"]) =>
  linkConfirmationOf(request, { accounts, typeAbove }, texts);

const crowd = (count: number) => hostLinks(Array.from({ length: count }, (_, index) => link(vm(`vm-${index}`), MADE)));

describe("The confirmation of a deletion of links", () => {
  it("names a single VM and its host, with how many links it has and when they were made", () => {
    const on = hostLinks([link(vm("web"), LATER), link(vm("web").toUpperCase(), MADE), link(vm("web"), AMERICAN)]);
    const machines = chosen(on);
    assert.deepEqual(ask({ machines, notes: ["a note"] }), {
      machines,
      title: "all links of web on bas-a",
      list: [`web on bas-a 3 2026-03-01T10:00:00.000Z 2026-03-02T10:00:00.000Z ${AMERICAN}`],
      own: [],
      notes: ["a note"],
      consequence: "one stays open to its users",
      answer: { kind: "button", label: "Delete Links" },
    });
  });

  it("has a line for each of a few VMs, and all in numbers", () => {
    const on = hostLinks([link(vm("web"), MADE), link(vm("db")), link(vm("db"), MADE)]);
    const { title, list, summary } = ask({ machines: chosen(on) });
    assert.deepEqual(
      [title, list, summary],
      [
        "3 links of 2",
        ["web on bas-a 1 2026-03-01T10:00:00.000Z", "db on bas-a 2 2026-03-01T10:00:00.000Z"],
        "2 machines, 3 links, 1 hosts",
      ],
    );
    assert.deepEqual(ask({ machines: chosen(crowd(11)) }).list, []);
  });

  it("tells VMs of one name apart, also from those that are left out", () => {
    const on = hostLinks([link(vm("web")), link(vm("web", "other"))]);
    const [first] = chosen(on);
    assert.ok(first);
    assert.equal(ask({ machines: [first], among: chosen(on) }).title, "all links of web (g) on bas-a");
    assert.equal(ask({ machines: [first] }).title, "all links of web on bas-a");
  });

  it("has each VM of a host once, and the same VM on two hosts twice", () => {
    const [one, other] = [hostLinks([link(vm("web"))]), hostLinks([link(vm("web"))], { name: "bas-b" })];
    const { machines, summary } = ask({ machines: [...chosen(one), ...chosen(one), ...chosen(other)] });
    assert.deepEqual([machines.length, summary], [2, "2 machines, 2 links, 2 hosts"]);
  });

  it("is typed above the number that the user has set, by the number of VMs and not of links", () => {
    const on = hostLinks([link(vm("web"), MADE), link(vm("web"), LATER), link(vm("db"), MADE)]);
    assert.equal(ask({ machines: chosen(on) }, 2).answer.kind, "button");
    assert.deepEqual(ask({ machines: chosen(on) }, 1).answer, { kind: "typed", expected: "2", prompt: "type 2" });
  });

  it("has the host's name typed if all VMs with links on it are meant", () => {
    const on = crowd(3);
    const [whole, part] = [
      ask({ machines: chosen(on), wholeHost: on.host }, 1),
      ask({ machines: chosen(on, "vm-0", "vm-1"), wholeHost: on.host }, 1),
    ];
    assert.deepEqual(
      [whole.answer, whole.wholeHost],
      [{ kind: "typed", expected: "bas-a", prompt: "type bas-a" }, on.host],
    );
    assert.deepEqual([part.answer, part.wholeHost], [{ kind: "typed", expected: "2", prompt: "type 2" }, undefined]);
  });

  it("says who acts where several accounts could: those that listed the links", () => {
    const other = { ...ops, account: { id: "b", label: "dana@contoso.example" } };
    const on = hostLinks([link(vm("web"))], { identities: [other, ops] });
    assert.equal(ask({ machines: chosen(on) }).actor, "acting: dana@contoso.example");
    assert.equal(ask({ machines: chosen(hostLinks([link(vm("web"))])) }).actor, undefined);
  });
});
