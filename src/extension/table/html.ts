import { randomBytes } from "node:crypto";
import { env, l10n, Uri, type LogOutputChannel, type Webview, type WebviewPanel } from "vscode";
import type { PageError } from "./protocol.ts";

/** Gives a tab its icon, and its page the right to run its script and to read nothing but what belongs to it. */
export function setUpPanel(panel: WebviewPanel, extensionUri: Uri): void {
  const icon = (theme: "light" | "dark") => Uri.joinPath(extensionUri, "media", theme, "session.svg");
  panel.iconPath = { light: icon("light"), dark: icon("dark") };
  panel.webview.options = {
    enableScripts: true,
    enableForms: false,
    localResourceRoots: [Uri.joinPath(extensionUri, "dist")],
  };
}

/** Logs an error of the page; its message may quote a user's name. */
export function logPageError(log: LogOutputChannel, { name, at, message }: PageError): void {
  log.error(`the sessions table's page: ${name} at ${at.join(", ") || "an unknown place"}`);
  log.debug(`the sessions table's page: ${message}`);
}

/** The page's frame. What is in it is made by its one script; nothing is inline and nothing comes from elsewhere. */
export function pageHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const resource = (name: string) =>
    attribute(webview.asWebviewUri(Uri.joinPath(extensionUri, "dist", name)).toString());
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    // What icons are drawn with.
    `font-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${attribute(env.language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
    <meta name="viewport" content="width=device-width">
    <title>${attribute(l10n.t("Sessions Table"))}</title>
    <link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${nonce}" href="${resource("table.css")}">
  </head>
  <body>
    <script type="module" nonce="${nonce}" src="${resource("table.js")}"></script>
  </body>
</html>`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
