import { commands, l10n } from "vscode";
import type { SignInRequest } from "../../account/vscodeIdentities.ts";
import type { AzureError } from "../../../core/azure/http/azureError.ts";
import type { Cloud } from "../../../core/model/cloud.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { CLOUD_SECTION } from "../../account/cloudSetting.ts";
import type { App } from "../app.ts";
import { isLookingForFocus } from "../focusedRow.ts";
import { asNode, problemOf } from "../commandRows.ts";
import { showWarningMessage } from "../../ui/messages.ts";

/** Has the endpoint of a custom cloud confirmed if it is not yet, then signs in unless an account already is. */
export async function signIn(app: App): Promise<void> {
  const { setting } = app.connection;
  if (setting.state === "endpoint") {
    if (!(await confirmEndpoint(app, setting.cloud))) {
      return;
    }
    await app.refresh();
  }
  if (!app.connection.ensureReady()) {
    return;
  }
  const isAllowed = [...app.inventory.accounts.values()].some(({ signInNeeded }) => !signInNeeded);
  if (!isAllowed || setting.state !== "endpoint") {
    await signInAnd(app, {}, () => app.refresh());
  }
}

/**
 * A token can administer a company's cloud: before a custom endpoint gets the first, the user sees which it is, what the
 * token is good for, and where the password is typed.
 */
async function confirmEndpoint(app: App, cloud: Cloud): Promise<boolean> {
  const use = l10n.t("Use This Endpoint");
  const question = l10n.t("Send your Azure sign-in to {0}?", cloud.resourceManagerUrl.origin);
  const endpoints = [
    l10n.t("Resource manager: {0}", messageText(cloud.resourceManagerUrl.origin)),
    l10n.t("Token audience: {0}", messageText(cloud.scope)),
    l10n.t("Sign-in: {0}", cloud.signInUrl ? messageText(cloud.signInUrl.href) : l10n.t("not set")),
  ];
  const warning = l10n.t(
    "VS Code is set to use a custom cloud. The resource manager at this address will receive a token that lets it act as you. Continue only if you know who runs it.",
  );
  const detail = [warning, endpoints.join("\n")].join("\n\n");
  if ((await showWarningMessage(question, { modal: true, detail }, use)) !== use) {
    return false;
  }
  await app.connection.settings.confirm(cloud);
  app.connection.reconnect();
  return true;
}

/** Allows an account, or signs in to a tenant: what the clicked row is about. */
export async function signInToTenant(app: App, row?: unknown): Promise<void> {
  const subject = isLookingForFocus() ? undefined : signInSubject(app, row);
  if (subject) {
    await signInAnd(app, { ...subject.request, ...wantedBy(subject.error) }, subject.then);
  }
}

/**
 * Gets the account of a forbidden row a new token: a role counts only in tokens that were issued after it was granted or
 * activated, and VS Code hands out the old one until it expires.
 */
export async function signInAgain(app: App, row?: unknown): Promise<void> {
  const subject = signInSubject(app, row);
  if (subject) {
    await signInAnd(app, { ...subject.request, renew: true }, subject.then);
  }
}

/** Whom a row wants signed in, why, and what to do afterwards. */
interface SignInSubject {
  readonly request: Pick<SignInRequest, "account" | "tenantId">;
  readonly error: AzureError | undefined;
  readonly then: () => Promise<void>;
}

function signInSubject({ inventory }: App, row: unknown): SignInSubject | undefined {
  const node = asNode(row);
  const problem = node?.kind === "searchProblem" ? problemOf(inventory, node) : undefined;
  if (problem && "account" in problem) {
    const { account, error } = { error: undefined, ...problem };
    return { request: { account }, error, then: () => inventory.searchAgain(account) };
  }
  if (problem && "identity" in problem) {
    const { identity, error } = { error: undefined, ...problem };
    const { account, tenant } = identity;
    return {
      request: { account, tenantId: tenant.tenantId },
      error,
      then: () => inventory.searchAgain(account, tenant),
    };
  }
  const host = node?.kind === "hostProblem" || node?.kind === "host" ? inventory.host(node.hostKey) : undefined;
  return (
    host?.failedAs && {
      request: { account: host.failedAs.account, tenantId: host.failedAs.tenant.tenantId },
      error: host.problem,
      then: () => inventory.refreshHost(host.host.key),
    }
  );
}

/** What the failure asks of a sign-in: its challenge answered, or a new session in place of the one that Azure refused. */
function wantedBy(error: AzureError | undefined): Pick<SignInRequest, "challenge" | "renew"> {
  if (error?.facts.challenge !== undefined) {
    return { challenge: error.facts.challenge };
  }
  return error?.facts.status === 401 ? { renew: true } : {};
}

async function signInAnd(app: App, request: SignInRequest, then: () => Promise<void>): Promise<void> {
  if (await app.connection.signIn(request)) {
    await then();
  }
}

/** Opens VS Code's settings at those that choose the cloud. */
export async function openCloudSettings(): Promise<void> {
  await commands.executeCommand("workbench.action.openSettings", CLOUD_SECTION);
}
