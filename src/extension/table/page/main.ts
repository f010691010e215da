import "./styles/index.css";
import { elapsed, momentOf } from "../../../core/model/time/moment.ts";
import type { PageMessage, ExtensionMessage } from "../protocol.ts";
import { oncePerError } from "./model/errorReport.ts";
import { Page } from "./page.ts";

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const vscode = acquireVsCodeApi();
const clock = { monotonic: () => performance.now(), wall: () => new Date() };
const opened = momentOf(clock);
/** Milliseconds since this page was opened. */
const now = () => elapsed(opened, momentOf(clock));
let page: Page | undefined;

// What fails here is seen nowhere but in the page's own console, which is off in most windows.
const report = oncePerError((error) => vscode.postMessage({ type: "error", error }));
window.addEventListener("error", ({ error, message }) => report(error ?? message));
window.addEventListener("unhandledrejection", ({ reason }) => report(reason));

// VS Code's own frame is the only one that can post here: it checks where messages come from.
window.addEventListener("message", ({ data }: MessageEvent<ExtensionMessage>) => {
  if (data.type === "init") {
    page?.dispose();
    page = new Page(data, (message) => vscode.postMessage(message), now);
  } else {
    page?.handleMessage(data);
  }
});
vscode.postMessage({ type: "ready" });
