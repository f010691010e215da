/** 8. From the click on the icon in a fresh window to the first answer, beside a control that only makes the requests. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { build } from "esbuild";
import type { RouteName } from "../../simulated-azure/http/requestLog.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import { prepareVsCode } from "../../ui/fixtures/vsCodeHost.ts";
import { openWorkbenchSession } from "../../ui/fixtures/workbenchSession.ts";
import type { VsCodeHost } from "../../ui/fixtures/vsCodeHost.ts";
import { extension as benched } from "../../vscode/consent.ts";
import { startServer } from "../../vscode/server.ts";
import { median } from "../table.ts";
import type { Table } from "../table.ts";
import { worldOf } from "../worlds.ts";

const LATENCY_MS = 80;
const fleet = { tenants: 4, subscriptions: 5, hosts: 40, sessions: 5 } as const;
/** A window is left alone for that long before the click: other extensions start too. */
const QUIET_MS = 3_000;
/** Every row is in the page: VS Code draws no others. */
const VIEWPORT = { width: 1280, height: 1_900 };

/** Milliseconds from the click until rows were there. */
interface Shown {
  readonly firstHost: number;
  readonly allHosts: number;
  readonly lastCount: number;
}

/** The same, and until something was asked for the first time: where the time goes. */
interface Start extends Shown {
  readonly signIn: number;
  readonly tenants: number;
  readonly graph: number;
  readonly counts: number;
}

const STEPS: Readonly<Record<keyof Start, string>> = {
  signIn: "the sign-in is asked",
  tenants: "Azure is asked",
  graph: "the graph is asked",
  counts: "Azure Monitor is asked",
  firstHost: "the first host",
  allHosts: "all hosts",
  lastCount: "the last count",
};

const CONTROL = { id: "bench.control", name: "Bare Requests" };

/** @param runs fresh windows of each */
export async function start(runs: number): Promise<Table> {
  await using setup = await prepareVsCode();
  await addControl(setup.profile.builtinExtensionsDir);
  await using stack = new AsyncDisposableStack();
  const server = stack.adopt(await startServer(setup), (running) => running.stop());
  const host: VsCodeHost = { ...setup, server };
  const [own, control]: [Start[], Start[]] = [[], []];
  for (let run = 0; run <= runs; run++) {
    const turn = [await measure(host, "Bastion Sessions"), await measure(host, CONTROL.name)] as const;
    // The first turn fills VS Code's caches of code.
    if (run > 0) {
      own.push(turn[0]);
      control.push(turn[1]);
    }
  }
  const of = (starts: readonly Start[], step: keyof Start): number => median(starts.map((one) => one[step]));
  return {
    id: "8-start",
    title: `8. From the click on the icon, ${String(runs)} fresh windows each: ${fleet.hosts} hosts in ${fleet.tenants} tenants, ${LATENCY_MS} ms an answer`,
    columns: [{ name: "control, ms" }, { name: "Bastion Sessions, ms" }, { name: "× control", digits: 2 }],
    rows: (Object.keys(STEPS) as (keyof Start)[]).map((step) => {
      const [bare, ms] = [of(control, step), of(own, step)];
      return { name: `until ${STEPS[step]}`, values: [bare, ms, ms / bare] };
    }),
  };
}

async function measure(host: VsCodeHost, icon: string): Promise<Start> {
  const azure = await startSimulatedAzure({ world: worldOf(fleet), latencyMs: LATENCY_MS });
  await using window = await openWorkbenchSession(host, {
    azure,
    settings: { "bastionSessions.load": "expanded" },
    allowed: [benched, CONTROL],
  });
  const { page } = window;
  await page.setViewportSize(VIEWPORT);
  await page.getByRole("tab", { name: icon }).waitFor();
  await pause(QUIET_MS);
  await page.evaluate(watch(fleet.hosts));
  await page.getByRole("tab", { name: icon }).click();
  await page.waitForFunction("globalThis.seen.lastCount !== undefined");
  const { click, ...shown } = await page.evaluate<Shown & { readonly click: number }>("globalThis.seen");
  const origin = click + (await page.evaluate<number>("performance.timeOrigin"));
  const first = (...routes: readonly RouteName[]): number =>
    Math.min(...azure.requests.filter(({ route }) => routes.includes(route)).map(({ at }) => at)) - origin;
  return {
    signIn: first("signIn"),
    tenants: first("tenants"),
    graph: first("graph"),
    counts: first("regionMetrics"),
    firstHost: shown.firstHost - click,
    allHosts: shown.allHosts - click,
    lastCount: shown.lastCount - click,
  };
}

/** Records in the page when the icon was pressed, and when the rows were there. */
function watch(hosts: number): string {
  return `{
    const seen = globalThis.seen = {};
    document.addEventListener("mousedown", () => (seen.click = performance.now()), { capture: true, once: true });
    new MutationObserver(() => {
      const rows = [...document.querySelectorAll(".sidebar [role=treeitem]")].map((row) => row.textContent);
      const found = rows.filter((text) => /^bas-\\d/.test(text.trim()));
      const now = performance.now();
      if (found.length > 0) { seen.firstHost ??= now; }
      if (found.length >= ${hosts}) { seen.allHosts ??= now; }
      if (found.filter((text) => /\\u2248|sessions?$/.test(text)).length >= ${hosts}) { seen.lastCount ??= now; }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }`;
}

/** Puts the control among the built-in extensions, which VS Code finds by their folders. */
async function addControl(extensionsDir: string): Promise<void> {
  const folder = join(extensionsDir, CONTROL.id);
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, "control.ts")],
    outfile: join(folder, "control.cjs"),
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  });
  await writeFile(
    join(folder, "icon.svg"),
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><circle cx="12" cy="12" r="9"/></svg>',
  );
  const [publisher, name] = CONTROL.id.split(".");
  const manifest = {
    name,
    publisher,
    version: "1.0.0",
    displayName: CONTROL.name,
    engines: { vscode: "*" },
    main: "./control.cjs",
    contributes: {
      viewsContainers: { activitybar: [{ id: "control", title: CONTROL.name, icon: "icon.svg" }] },
      views: { control: [{ id: CONTROL.id, name: "Rows", icon: "icon.svg" }] },
    },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
}
