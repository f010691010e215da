import { commands, type Uri } from "vscode";

/**
 * Opens a Markdown document rendered, in VS Code's own preview as an editor: that keeps the document's URI, and its title
 * offers the source. VS Code opens the source itself where its Markdown extension is disabled.
 */
export async function openRendered(uri: Uri): Promise<void> {
  // The preview caches by URI and version. A document that is opened again starts at version 1, and would look as it did.
  await commands.executeCommand("markdown.preview.refresh").then(undefined, () => undefined);
  await commands.executeCommand("vscode.openWith", uri, "vscode.markdown.preview.editor", { preview: false });
}
