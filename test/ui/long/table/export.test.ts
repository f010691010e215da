import { strict as assert } from "node:assert";
import { join } from "node:path";
import { eventually } from "../../fixtures/eventually.ts";
import { tableScene } from "../../table/tableScene.ts";
import { writtenFile } from "../../fixtures/writtenFile.ts";

const FORMULA = '=HYPERLINK("https://e.example","x")';
const HOSTILE = "a|b [x](command:y) <img src=x>";

describe("the export of the sessions table", () => {
  it("writes what is shown, or all, for spreadsheets, programs and people", async () => {
    const { table, workbench, workspaceDir } = await tableScene((world) => {
      world.addHost({
        name: "bas-x",
        sku: "Basic",
        sessions: [
          { userName: FORMULA, targetHostName: "vm-1", protocol: "RDP", ageMinutes: 61 },
          { userName: HOSTILE, targetHostName: "vm-2", protocol: "SSH", ageMinutes: 5 },
        ],
      });
    });
    const exported = async (choice: string, ending: string): Promise<string> => {
      await table.button("Export…").click();
      await workbench.pick(new RegExp(choice, "u"));
      await eventually(async () =>
        assert.match(await workbench.inputValue(), new RegExp(`bastion-sessions\\.${ending}$`, "u")),
      );
      const path = join(workspaceDir, `${choice.replace(/\W+/gu, "-")}.${ending}`);
      await workbench.answerInput(path);
      return writtenFile(path);
    };
    const lines = (await exported("^CSV.*all: 2 sessions", "csv")).split("\r\n");
    assert.equal(lines.length, 4);
    assert.match(lines[0] ?? "", /^\uFEFF"user","vm","host","protocol","started","durationMinutes",/u);
    assert.ok(
      lines.some((line) => line.startsWith(`"'=HYPERLINK(""https://e.example"",""x"")","vm-1","bas-x","RDP",`)),
      lines.join("\n"),
    );

    await table.filter.fill("vm-2");
    await table.status.filter({ hasText: "1 of 2 sessions" }).waitFor();
    const objects = JSON.parse(await exported("^JSON.*matching the filter: 1 session", "json")) as readonly Readonly<
      Record<string, unknown>
    >[];
    assert.deepEqual(
      objects.map(({ user, vm, protocol, durationMinutes, state }) => [user, vm, protocol, durationMinutes, state]),
      [[HOSTILE, "vm-2", "SSH", 5, "active"]],
    );

    const [object] = objects;
    assert.match(String(object?.["hostId"]), /^\/subscriptions\/.*\/bastionHosts\/bas-x$/u);

    const markdown = await exported("^Markdown.*matching the filter: 1 session", "md");
    assert.match(markdown, /^\| User \| Target VM \| Bastion host \|/u);
    assert.ok(markdown.includes("| a\\|b \\[x\\](command:y) \\<img src=x\\> | vm-2 |"), markdown);
  });
});
