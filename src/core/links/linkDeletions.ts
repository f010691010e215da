import pLimit from "p-limit";
import { deleteShareableLinks } from "../azure/shareableLinks.ts";
import { AzureError, resultOrError } from "../azure/http/azureError.ts";
import { sendInBatches } from "../disconnect/batches.ts";
import { actorOf } from "../disconnect/disconnects.ts";
import { Reservations, type Reserved } from "../disconnect/inFlight.ts";
import { verifyUnlisted, type Look } from "../disconnect/verification.ts";
import { hostIsGone } from "../inventory/hosts.ts";
import type { ConnectedCloud } from "../inventory/identities.ts";
import { logFailure } from "../inventory/logFailure.ts";
import { armKey, type ArmKey } from "../model/armId.ts";
import { hasChanged } from "./confirmedLinks.ts";
import type { HostedLinks, HostLinks, HostLinksAnswer } from "./hostLinks.ts";
import type { HostLinkOutcome, LinkResult, LinkRunEvent } from "./linkOutcome.ts";
import { listLinksAs, readHostLinks, type LinkDependencies } from "./readLinks.ts";

/** Deletions under way at once, of as many hosts: see REQUESTS_AT_ONCE in core/disconnect/disconnects.ts. */
const REQUESTS_AT_ONCE = 32;

export interface LinkDeletionOptions {
  /** Stops the asking, at the user's word: what was sent stays sent, and its outcome is then unknown. */
  readonly request: AbortSignal;
  /** All VMs with links on the host are meant: if another one has links by now, that is a change. */
  readonly isWholeHost: boolean;
  readonly onEvent: (event: LinkRunEvent) => void;
}

/** A deletion on one host that is under way. */
export interface HostLinkDeletion {
  readonly outcome: Promise<HostLinkOutcome>;
  /** Resolves when verification has ended, which may be long after the outcome. Never rejects. */
  readonly looked: Promise<void>;
}

/** What listing a host again has shown of VMs. */
export interface LinksSeen {
  /** Whether each VM, by its ID as it was given, still has links; without those of which that couldn't be seen. */
  readonly listed: ReadonlyMap<string, boolean>;
  /** When the last list came; left out if none could be read. */
  readonly at?: Date;
}

/** Deletes shareable links, and finds out the outcome: the one place that changes links in Azure. */
export class LinkDeletions {
  readonly #parts: LinkDependencies;
  readonly #limit = pLimit(REQUESTS_AT_ONCE);
  readonly #reservations = new Reservations<HostedLinks>(({ on, machine }) =>
    JSON.stringify([on.host.host.key, machine.vmKey]),
  );

  constructor(parts: LinkDependencies) {
    this.#parts = parts;
  }

  /**
   * To be called once they are confirmed: keeps a VM's links from being deleted twice at once, until it is disposed of.
   * @returns those that aren't being deleted already
   */
  reserve(wanted: readonly HostedLinks[]): Reserved<HostedLinks> {
    return this.#reservations.reserve(wanted);
  }

  /**
   * Deletes the links of VMs of one host, as the identity that listed them and no other. Its links are listed again first:
   * if those of these VMs aren't what was confirmed, nothing is sent. One request for each batch, one after the other, sent
   * once; then the links are listed until none of the VMs has any, or the last look.
   * @param chosen as they were confirmed, each VM once
   */
  delete(chosen: readonly [HostedLinks, ...HostedLinks[]], options: LinkDeletionOptions): HostLinkDeletion {
    const looked = Promise.withResolvers<undefined>();
    const outcome = this.#delete(chosen, options, () => looked.resolve(undefined));
    outcome.catch(() => looked.resolve(undefined));
    return { outcome, looked: looked.promise };
  }

  async #delete(
    chosen: readonly [HostedLinks, ...HostedLinks[]],
    { request, isWholeHost, onEvent }: LinkDeletionOptions,
    onLooked: () => void,
  ): Promise<HostLinkOutcome> {
    const [{ on }] = chosen;
    const { host, actor } = on;
    const vmIds = chosen.map(({ machine }) => machine.vmId);
    const unsent = (error?: AzureError): HostLinkOutcome => {
      const results = vmIds.map((vmId): LinkResult => ({ vmId, verdict: "notSent", ...(error && { error }) }));
      onEvent({ kind: "answered", host, results });
      onLooked();
      return { host, results };
    };
    const { cloud } = this.#parts.inventory;
    if (!cloud || !this.#isSeen(on)) {
      return unsent(hostIsGone());
    }
    const stop = AbortSignal.any([request, cloud.signal]);
    const now = await this.#listAgain(on, cloud, stop);
    if (stop.aborted) {
      return unsent();
    }
    if (now instanceof AzureError) {
      return unsent(now);
    }
    if (hasChanged(chosen, now, isWholeHost)) {
      const results = vmIds.map((vmId): LinkResult => ({ vmId, verdict: "notSent" }));
      onEvent({ kind: "answered", host, results, isChanged: true });
      onLooked();
      return { host, results, changed: now };
    }
    const results = await sendInBatches<LinkResult>(vmIds, {
      limit: this.#limit,
      stop,
      send: (batch) => this.#send(on, cloud, batch, stop),
      unanswered: (vmId, outcome) => ({ vmId, ...outcome }),
      onFailure: (batch, error) =>
        logFailure(this.#parts.log, `deleting the links of ${batch.length} VMs on ${host.host.key}`, error),
      onAnswer: (answered) => onEvent({ kind: "answered", host, actor, results: answered }),
    });
    return this.#verify(on, cloud, results, onEvent, onLooked);
  }

  async #send(
    { host, actor }: HostLinks,
    { arm }: ConnectedCloud,
    vmIds: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly LinkResult[]> {
    const { identities, log } = this.#parts;
    const credential = identities.credential(actor.account, actor.tenant.tenantId);
    const { requestId } = await deleteShareableLinks(arm, credential, host.host.id, vmIds, { signal });
    log.info(`deleted the links of ${vmIds.length} VMs on ${host.host.key}, request ${requestId ?? "without id"}`);
    return vmIds.map((vmId) => ({ vmId, verdict: "deleted", ...(requestId !== undefined && { requestId }) }));
  }

  async #verify(
    on: HostLinks,
    cloud: ConnectedCloud,
    results: readonly LinkResult[],
    onEvent: (event: LinkRunEvent) => void,
    onLooked: () => void,
  ): Promise<HostLinkOutcome> {
    const { host } = on;
    const idsOf = (verdict: LinkResult["verdict"]) =>
      results.filter((result) => result.verdict === verdict).map(({ vmId }) => vmId);
    const unknown = idsOf("unknown");
    const sent = [...unknown, ...idsOf("deleted")];
    if (sent.length === 0) {
      onLooked();
      return { host, results };
    }
    const known = Promise.withResolvers<ReadonlyMap<string, boolean>>();
    const looked = this.#look(sent, {
      lifetime: cloud.signal,
      list: () => this.#listAgain(on, cloud, cloud.signal),
      isKnown: () => this.#isSeen(on),
      onLook: (listed, at) => {
        onEvent({ kind: "listed", host, listed: new Map(listed), at });
        if (unknown.every((vmId) => listed.get(vmId) === false)) {
          known.resolve(listed);
        }
      },
    });
    const isOver = () => {
      if (!cloud.signal.aborted) {
        onEvent({ kind: "verified", host });
      }
      onLooked();
    };
    void looked.then(known.resolve, known.reject).finally(isOver);
    if (unknown.length === 0) {
      return { host, results };
    }
    const listed = await known.promise;
    const isUnknown = new Set(unknown);
    const checked = results.map((result) => {
      const listedAfter = isUnknown.has(result.vmId) ? listed.get(result.vmId) : undefined;
      return listedAfter === undefined ? result : { ...result, listedAfter };
    });
    return { host, results: checked };
  }

  /**
   * Lists the links of a host, by the schedule of a verification, for VMs whose deletion another process has begun and not
   * followed to its end. As the first account that may.
   * @param options.once ends after the first look, whether or not it has shown anything
   */
  async lookAfterwards(
    key: ArmKey,
    vmIds: readonly string[],
    lifetime: AbortSignal,
    { once = false }: { readonly once?: boolean } = {},
  ): Promise<LinksSeen> {
    const { inventory } = this.#parts;
    let seen: LinksSeen = { listed: new Map() };
    const list = async () => {
      const host = inventory.host(key);
      return host ? readHostLinks(host, this.#parts, lifetime) : hostIsGone();
    };
    const first = new AbortController();
    await this.#look(vmIds, {
      lifetime: once ? AbortSignal.any([lifetime, first.signal]) : lifetime,
      list,
      isKnown: () => inventory.host(key) !== undefined,
      onListed: () => first.abort(),
      onLook: (listed, at) => (seen = { listed: new Map(listed), at }),
    });
    return seen;
  }

  async #look(
    vmIds: readonly string[],
    {
      lifetime,
      list,
      isKnown,
      onListed = () => undefined,
      onLook,
    }: {
      readonly lifetime: AbortSignal;
      readonly list: () => Promise<HostLinksAnswer | AzureError>;
      readonly isKnown: () => boolean;
      /** Called after each list, also one that couldn't be read. */
      readonly onListed?: () => void;
      readonly onLook: (listed: ReadonlyMap<string, boolean>, at: Date) => void;
    },
  ): Promise<ReadonlyMap<string, boolean>> {
    let newest: Look | undefined;
    const listAndKeep = async () => {
      newest = lookOf(await list());
      onListed();
    };
    return verifyUnlisted(vmIds, {
      clock: this.#parts.clock,
      lifetime,
      first: listAndKeep(),
      newest: () => newest,
      isKnown,
      list: listAndKeep,
      onLook,
    });
  }

  /** Whether the identity that listed the links still sees the host. */
  #isSeen({ host, actor }: HostLinks): boolean {
    return actorOf(this.#parts.inventory.host(host.host.key), actor) !== undefined;
  }

  async #listAgain(on: HostLinks, cloud: ConnectedCloud, signal: AbortSignal): Promise<HostLinks | AzureError> {
    const answer = await resultOrError(listLinksAs(on.actor, on.host, cloud, this.#parts, signal));
    if (answer instanceof AzureError) {
      logFailure(this.#parts.log, `listing the links of ${on.host.host.key}`, answer);
    }
    return answer;
  }
}

function lookOf(answer: HostLinksAnswer | AzureError): Look | undefined {
  if (!("machines" in answer)) {
    return undefined;
  }
  const there = new Set(answer.machines.map(({ vmKey }) => vmKey));
  return { isListed: (vmId) => there.has(armKey(vmId)), isWhole: answer.unreadable === 0, at: answer.at };
}
