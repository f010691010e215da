/** The hosts that an account sees, and on request their sessions: the inventory of one run. */
import * as l10n from "@vscode/l10n";
import { Arm } from "../../core/azure/arm.ts";
import type { SearchProblem } from "../../core/inventory/directoryState.ts";
import type { HostState } from "../../core/inventory/hostState.ts";
import { Inventory } from "../../core/inventory/inventory.ts";
import type { HostPredicate } from "../../core/inventory/loading.ts";
import type { Cloud } from "../../core/model/cloud.ts";
import type { Log } from "../../core/model/log.ts";
import { byName } from "../../core/model/order.ts";
import { lookUpOpenLinks } from "../act/links/lookUpOpenLinks.ts";
import { lookUpOpen } from "../act/lookUpOpen.ts";
import { AzureCli } from "../access/azureCli.ts";
import { chooseCloud, type EndpointOptions } from "../access/endpoint.ts";
import { signIn, type SignIn } from "../access/cliSignIn.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import { errorText } from "../../words/errorText.ts";
import type { Runtime } from "../runtime.ts";
import { searchGap, type Gap } from "./incomplete.ts";
import { SubscriptionScope, tenantOption } from "./subscriptionScope.ts";
import { SubscriptionNames } from "./subscriptionNames.ts";

/** What the user said of where to search. */
export interface FleetOptions extends EndpointOptions {
  readonly subscription?: readonly string[];
  readonly tenant?: string;
  readonly verbose?: boolean;
  /** Folder of the journal. */
  readonly journal?: string;
}

/** What a command needs of them. */
interface FleetNeeds {
  /** Whose sessions are listed as soon as a host is found: each list is in Azure's Activity Log. */
  readonly lists?: (subscriptions: SubscriptionNames) => HostPredicate;
  /** The command reads links, which Azure logs: only then those of a deletion that was stopped are looked at. */
  readonly readsLinks?: boolean;
}

/** Hosts as they were found, and what was in the way. */
export interface Fleet {
  readonly inventory: Inventory;
  readonly cloud: Cloud;
  readonly arm: Arm;
  readonly identities: SignIn;
  readonly log: Log;
  readonly subscriptions: SubscriptionNames;
  /** The hosts that are meant, by name. */
  readonly hosts: readonly HostState[];
  readonly problems: readonly SearchProblem[];
  /** The problems, for the user. */
  readonly gaps: readonly Gap[];
  /** When the search began. */
  readonly searchedAt: Date;
}

/**
 * Searches everything that is meant.
 * @throws CommandError if there is no sign-in, nothing at all could be searched, or a named subscription isn't there
 */
export async function openFleet(
  runtime: Runtime,
  { lists, readsLinks = false, ...options }: FleetOptions & FleetNeeds,
): Promise<Fleet> {
  const { terminal, clock, version } = runtime;
  const tenantId = tenantOption(options.tenant);
  const az = new AzureCli(runtime);
  const cloud = await chooseCloud(options, runtime, az);
  const identities = await signIn(cloud, runtime, az, tenantId);
  const log = logOf(runtime, options.verbose === true);
  const arm = new Arm({ cloud, log, userAgent: `bastion-sessions-cli/${version}`, useGlobalFetch: true });
  const inventory = new Inventory(identities, clock, log);
  const subscriptions = new SubscriptionNames(inventory);
  const scope = new SubscriptionScope(subscriptions, options.subscription ?? []);
  inventory.connect(arm);
  inventory.select(scope.isSelected);
  const wants = lists?.(subscriptions);
  if (wants) {
    inventory.loading.addViewer({ isOnScreen: true }).show(wants);
    inventory.on("answered", () => terminal.progress(() => listingText(inventory)));
  }
  terminal.progress(() => l10n.t("Searching for bastion hosts"));
  const searchedAt = clock.wall();
  await inventory.refresh(wants ? "kept" : "none");
  const problems = inventory.searchProblems.filter((problem) => isMeant(problem, identities.tenantId));
  requireAnswer(inventory, problems);
  const gaps = problems.map((problem) => searchGap(problem, inventory.names, identities));
  requireSubscriptions(scope, gaps);
  await lookUpOpen(inventory, options.journal, runtime);
  await lookUpOpenLinks({ inventory, identities, clock, log }, options.journal, runtime, readsLinks);
  const hosts = [...inventory.hosts].sort((a, b) => byName(a.host.name, b.host.name, a.host.key, b.host.key));
  return { inventory, cloud, arm, identities, log, subscriptions, hosts, problems, gaps, searchedAt };
}

function listingText(inventory: Inventory): string {
  const hosts = [...inventory.hosts].filter((state) => inventory.loading.isKept(state));
  const done = hosts.filter(({ listing, list, problem }) => !listing && (list ?? problem)).length;
  return l10n.t("Loading sessions: {0} of {1} hosts", done, hosts.length);
}

/** A tenant that isn't meant is no gap. */
function isMeant(problem: SearchProblem, tenantId: string | undefined): boolean {
  return tenantId === undefined || !("identity" in problem) || problem.identity.tenant.tenantId === tenantId;
}

/** If no tenant answered, nothing is known, and there is one reason for it. */
function requireAnswer(inventory: Inventory, problems: readonly SearchProblem[]): void {
  const tenants = [...inventory.accounts.values()].flatMap(({ tenants: own }) => [...own.values()]);
  const isAnswered = tenants.some(({ hosts, subscriptions }) => hosts.known ?? subscriptions.known);
  const errors = problems.flatMap((problem) => ("error" in problem ? [problem.error] : []));
  const first = errors.find(({ kind }) => kind === "signInNeeded") ?? errors[0];
  if (!isAnswered && first) {
    throw new CommandError(first.kind === "signInNeeded" ? EXIT.signIn : EXIT.failed, errorText(first).what);
  }
}

function requireSubscriptions({ notFound: [first] }: SubscriptionScope, gaps: readonly Gap[]): void {
  if (first !== undefined) {
    throw notFound(l10n.t("No subscription that you can see is called {0}.", first), gaps);
  }
}

/** Ends a command because there is nothing of a name, unless that is in what couldn't be read. */
export function notFound(words: string, gaps: readonly Gap[]): CommandError {
  return new CommandError(gaps.length > 0 ? EXIT.incomplete : EXIT.nothingMatched, words, gapLines(gaps));
}

/** Says that there is nothing to print: of what couldn't be read, that isn't known. */
export function sayNone(
  { terminal }: Runtime,
  rows: readonly unknown[],
  gaps: readonly Gap[],
  none: string,
  partly?: string,
): void {
  const words = gaps.length === 0 ? none : partly;
  if (rows.length === 0 && words !== undefined) {
    terminal.say(words);
  }
}

/** Says what could not be read, and with which code a command ends that has printed all there is. */
export function conclude({ terminal }: Runtime, gaps: readonly Gap[], matched: boolean): ExitCode {
  gapLines(gaps).forEach((line) => terminal.say(line));
  if (gaps.length > 0) {
    return EXIT.incomplete;
  }
  return matched ? EXIT.done : EXIT.nothingMatched;
}

function gapLines(gaps: readonly Gap[]): readonly string[] {
  const more = gaps.length - MOST_GAPS;
  return [
    ...gaps.slice(0, MOST_GAPS).map(({ words }) => l10n.t("Couldn't be read: {0}", words)),
    ...(more > 0 ? [l10n.t("Couldn't be read: {0} more", more)] : []),
  ];
}

/** Lines about gaps; all of them are in the JSON. */
const MOST_GAPS = 20;

/** What core logs has no secrets and no names; it is English, and only said on request. */
function logOf({ terminal }: Runtime, isVerbose: boolean): Log {
  const write = (level: string) => (message: string) => {
    if (isVerbose) {
      terminal.say(`[${level}] ${message}`);
    }
  };
  const [debug, info, warn, error] = ["debug", "info", "warn", "error"].map(write) as [
    Log["debug"],
    Log["info"],
    Log["warn"],
    Log["error"],
  ];
  return { trace: () => undefined, debug, info, warn, error };
}
