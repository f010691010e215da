import { strict as assert } from "node:assert";
import { openWorkbenchSession } from "../ui/fixtures/workbenchSession.ts";
import type { WorkbenchSession } from "../ui/fixtures/workbenchSession.ts";
import { eventually } from "../ui/fixtures/eventually.ts";
import { prepareVsCode, release } from "../ui/fixtures/vsCodeHost.ts";
import type { VsCodeSetup } from "../ui/fixtures/vsCodeHost.ts";
import { createScratch } from "../vscode/scratch.ts";
import { startServer } from "../vscode/server.ts";
import { startAzureBehindTls } from "./azureBehindTls.ts";
import type { AzureBehindTls } from "./azureBehindTls.ts";
import { makeCertificates } from "./certificates.ts";
import type { Certificates } from "./certificates.ts";
import { startProxy } from "./proxy.ts";
import type { Proxy } from "./proxy.ts";

/** `.test` is reserved: no resolver knows it (RFC 6761). */
const HOST_NAME = "management.simulated.test";

/** A session's row tells how long, then on which machine. */
const SESSION_ROW = / · vm-/;

/** What may say which certificates VS Code takes: Node's own variable, and OpenSSL's for where the system keeps them. */
type Trust = Partial<Readonly<Record<"NODE_EXTRA_CA_CERTS" | "SSL_CERT_FILE", string>>>;

/** A network in which Azure is reached through a proxy alone, with certificates of the company's own authority. */
interface Company extends AsyncDisposable {
  readonly proxy: Proxy;
  readonly front: AzureBehindTls;
  readonly window: WorkbenchSession;
}

let port = 0;

/** Opens the extension's view in a VS Code whose environment names the proxy, and what is to be trusted. */
async function startCompany(setup: VsCodeSetup, certificates: Certificates, trust: Trust): Promise<Company> {
  await using started = new AsyncDisposableStack();
  const proxy = started.use(await startProxy(HOST_NAME));
  const front = started.use(await startAzureBehindTls(HOST_NAME, certificates.server));
  const env = {
    ...Object.fromEntries(["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].map((name) => [name, proxy.url])),
    // Of what this machine may have set, nothing holds.
    ...Object.fromEntries(
      ["no_proxy", "NO_PROXY", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"].map((name) => [name, undefined]),
    ),
    ...trust,
  };
  const server = started.adopt(await startServer({ ...setup, env, port }), (running) => running.stop());
  // What the browser has loaded from one server serves for the next where that has the same address.
  port = Number(new URL(server.url).port);
  const window = started.use(await openWorkbenchSession({ ...setup, server }, { azure: front.azure }));
  await window.view.open();
  const all = started.move();
  return { proxy, front, window, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function expandHost({ window: { azure, view } }: Company): Promise<void> {
  await view.expand(view.row("bas-dev"));
  await eventually(async () =>
    assert.equal(await view.row(SESSION_ROW).count(), azure.world.sessions("bas-dev").length),
  );
}

describe("in a company's network", () => {
  let certificates: Certificates;
  let setup: VsCodeSetup;
  const all = new AsyncDisposableStack();

  before(async function () {
    // The first run on a machine installs VS Code.
    this.timeout(600_000);
    const { folder } = all.adopt(await createScratch("bastion-sessions-network"), ({ dispose }) => dispose());
    certificates = await makeCertificates(HOST_NAME, folder);
    setup = all.use(await prepareVsCode());
  });
  after(() => all.disposeAsync());

  it("everything passes the proxy, and certificates of the authority that NODE_EXTRA_CA_CERTS names are taken", async () => {
    await using company = await startCompany(setup, certificates, { NODE_EXTRA_CA_CERTS: certificates.authorityFile });
    const { window, front, proxy } = company;
    await expandHost(company);
    // A disconnect has a connection of its own, and an agent of its own.
    await window.view.settled();
    await window.workbench.chooseFromContextMenu(window.view.row(SESSION_ROW).first(), "Delete Session");
    await window.workbench.dialog.press("Disconnect");
    const { id } = await window.azure.waitForRequest(
      ({ route, status }) => route === "disconnect" && status !== undefined,
    );
    await window.azure.waitForRequest((request) => request.id > id && request.route === "list" && request.ended);

    assert.ok(front.handshakes > 1);
    // VS Code's fetch does not know this authority, and is not asked again once that is seen: by each account's first request.
    assert.ok(
      front.connections - front.handshakes <= window.azure.world.accounts.length,
      `${front.connections} connections, ${front.handshakes} handshakes`,
    );
    // Whatever came, came from the proxy; and the proxy was asked for nothing else.
    assert.deepEqual(proxy.asked, Array(front.connections).fill(`${HOST_NAME}:${front.port}`));
  });

  // Only Linux lets an environment say where the system's are; and VS Code 1.105 looks in /etc/ssl/certs alone, where a
  // test has no business.
  if (process.platform === "linux" && release === "current") {
    it("certificates of an authority that the system knows are taken", async () => {
      await using company = await startCompany(setup, certificates, { SSL_CERT_FILE: certificates.authorityFile });
      await expandHost(company);
      const { window, front, proxy } = company;
      await window.view.settled();
      const asked = window.azure.requests.filter(({ route }) => route !== "signIn").length;
      assert.ok(front.connections < asked, `${front.connections} connections for ${asked} requests`);
      assert.equal(front.handshakes, front.connections);
      assert.equal(proxy.asked.length, front.connections);
    });
  }

  it("without the authority's certificate the rows say that Azure could not be reached, and nothing is sent", async () => {
    await using company = await startCompany(setup, certificates, {});
    const { window, front, proxy } = company;
    await window.view.row("Azure couldn't be reached").first().waitFor();
    await window.view.settled();
    assert.ok((await window.view.rows()).every((row) => row.startsWith("Azure couldn't be reached")));
    assert.deepEqual(new Set(proxy.asked), new Set([`${HOST_NAME}:${front.port}`]));
    assert.ok(front.connections > 0);
    assert.equal(front.handshakes, 0);
    assert.deepEqual(
      window.azure.requests.filter(({ route }) => route !== "signIn"),
      [],
    );
  });
});
