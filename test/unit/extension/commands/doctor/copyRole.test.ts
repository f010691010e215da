import assert from "node:assert/strict";
import { roleDefinition, WANTED_ACTIONS, type RoleDefinition } from "../../../../../src/core/doctor/permissions.ts";
import { parseBastionHostId } from "../../../../../src/core/model/armId.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import type { Report } from "../../../../../src/extension/commands/doctor/report.ts";
import * as stub from "../../vscodeStub.ts";

const { copyRole } = await stub.importWithStub(
  () => import("../../../../../src/extension/commands/doctor/copyFromReport.ts"),
);

const HOST = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
const links = WANTED_ACTIONS.filter(({ isOfLinks }) => isOfLinks);
const [READ = "", DELETE = ""] = links.map(({ action }) => action);

function missingRole(): RoleDefinition {
  const host = parseBastionHostId(HOST);
  assert.ok(host);
  return roleDefinition(
    WANTED_ACTIONS.filter(({ purpose }) => purpose === "listSessions"),
    host,
  );
}

/** Copies the role of a report, ticking these labels, or leaving the question without an answer. */
async function run(report: Pick<Report, "role" | "optionalActions">, ticked: readonly string[] | undefined) {
  const [asked, messages, copied]: [string[], string[], string[]] = [[], [], []];
  const before = { ...stub.window };
  Object.assign(stub.window, {
    showQuickPick: async (
      items: readonly { readonly label: string; readonly detail: string; readonly picked?: boolean }[],
      options: { readonly canPickMany?: boolean },
    ) => {
      asked.push(...items.map(({ label, detail, picked }) => `${picked === true ? "x" : "-"} ${label}: ${detail}`));
      assert.ok(options.canPickMany);
      return Promise.resolve(ticked && items.filter(({ label }) => ticked.includes(label)));
    },
    showInformationMessage: async (text: string) => Promise.resolve(void messages.push(text)),
  });
  Object.assign(stub.env, {
    clipboard: { writeText: async (text: string) => Promise.resolve(void copied.push(text)) },
  });
  const whole: Report = { title: "bas", hostId: HOST, at: new Date(0), entries: [], ...report };
  try {
    await copyRole({ reports: { of: () => ({ report: whole }), all: [whole] } } as unknown as App);
  } finally {
    Object.assign(stub.window, before);
  }
  const [text] = copied;
  return { asked, messages, role: text === undefined ? undefined : (JSON.parse(text) as RoleDefinition) };
}

describe("Copy Role Definition", () => {
  const role = missingRole();

  it("asks nothing where the account lacks no optional action", async () => {
    const { asked, messages, role: copied } = await run({ role }, undefined);
    assert.deepEqual([asked, messages, copied], [[], ["Role definition copied."], role]);
  });

  it("offers the actions for shareable links unticked, and copies the role without them if none is ticked", async () => {
    const { asked, role: copied } = await run({ role, optionalActions: links }, []);
    assert.deepEqual(asked, [`- List shareable links: ${READ}`, `- Delete shareable links: ${DELETE}`]);
    assert.deepEqual(copied, role);
  });

  it("adds what is ticked, under the name that the proposed commands assign", async () => {
    const { role: copied } = await run({ role, optionalActions: links }, ["Delete shareable links"]);
    assert.deepEqual(copied, { ...role, Actions: [...role.Actions, DELETE] });
  });

  it("makes a role of nothing else where nothing else is missing", async () => {
    const ticked = ["List shareable links", "Delete shareable links"];
    const { role: copied } = await run({ optionalActions: links }, ticked);
    assert.deepEqual(copied?.Actions, [READ, DELETE]);
    assert.match(copied.Name, / readLinks deleteLinks on bas in rg of s$/);
  });

  it("copies nothing where nothing else is missing and none is ticked, and says so", async () => {
    const { messages, role: copied } = await run({ optionalActions: links }, []);
    assert.deepEqual([messages, copied], [["Nothing was copied. No actions were selected."], undefined]);
  });

  it("copies nothing, without a word, if the question is cancelled", async () => {
    const { messages, role: copied } = await run({ role, optionalActions: links }, undefined);
    assert.deepEqual([messages, copied], [[], undefined]);
  });
});
