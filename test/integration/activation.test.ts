import { strict as assert } from "node:assert";
import * as vscode from "vscode";

const ID = "bastion-sessions.bastion-sessions";

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  it("registers every command that package.json names", async () => {
    const extension = vscode.extensions.getExtension<unknown>(ID);
    assert.ok(extension, `${ID} is not installed`);
    await extension.activate();
    const named = (extension.packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      named.filter((command) => !registered.includes(command)),
      [],
    );
    assert.ok(named.length > 0);
  });
});
