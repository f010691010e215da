import { commands, type Uri } from "vscode";

/**
 * Opens a Markdown document rendered, in VS Code's own preview as an editor: that keeps the document's URI, and its title
 * offers the source. VS Code opens the source itself where its Markdown extension is disabled.
 */
export async function openRendered(uri: Uri): Promise<void> {
  await commands.executeCommand("vscode.openWith", uri, "vscode.markdown.preview.editor", { preview: false });
}
