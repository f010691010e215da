import type { ActiveBehaviour, Behaviour, Target } from "./faults/behaviours.ts";
import type { RecordedRequest } from "./http/requestLog.ts";
import type { PageSizes } from "./routes/paging.ts";
import type { IssuedToken, TokenSpec } from "./signIn/tokens.ts";
import type { ApiVersions } from "./simulation.ts";
import type { SimulatedClock } from "./world/clock.ts";
import type { World } from "./world/world.ts";
import type { AccountRef, TenantRef, WorldSpec } from "./world/worldTypes.ts";

export interface SimulatedAzureOptions {
  /** For the demonstration world, where no world is given. */
  readonly seed?: number;
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  readonly world?: World | WorldSpec;
  /** Where no world is given that has one. */
  readonly clock?: SimulatedClock;
  /** Real time that every answer takes at least. */
  readonly latencyMs?: number;
  /** Serve https with this certificate. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The origin under which clients of the cloud know it, where that is not where it listens. Sign-in stays there. */
  readonly publicUrl?: string;
}

/** A running simulated Azure, for a test in the same process. */
export interface SimulatedAzure extends AsyncDisposable {
  /** Its origin, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Where it listens: the same, unless it has a public one. */
  readonly address: string;
  readonly world: World;
  readonly clock: SimulatedClock;
  readonly requests: readonly RecordedRequest[];
  readonly issuedTokens: readonly IssuedToken[];
  readonly pageSizes: PageSizes;
  readonly apiVersions: ApiVersions;
  /** As in the options; may be changed at any time. */
  latencyMs: number;
  /** Whether the throttling limits of Azure are enforced; off at first. */
  throttling: boolean;
  /** The settings that make VS Code take it for the cloud. */
  settings(): Record<string, unknown>;
  /** A token such as a sign-in would give; for the first account and its home tenant unless told otherwise. */
  token(account?: AccountRef, tenant?: TenantRef, jwt?: TokenSpec): string;
  expireTokens(): void;
  revokeTokens(account?: AccountRef): void;
  /** Makes some answers come in another shape, or not at all. */
  behave(target: Target, behaviour: Behaviour): ActiveBehaviour;
  clearBehaviours(): void;
  /** Starts over with another world; tokens stay valid for accounts that are in it too. */
  reset(world?: World | WorldSpec): void;
  /** Connections are refused, and open ones break, until {@link goOnline}. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** See RequestLog.waitFor. */
  waitForRequest(predicate: (request: RecordedRequest) => boolean, signal?: AbortSignal): Promise<RecordedRequest>;
  /** Ends every connection, also those that wait for an answer that never comes. */
  close(): Promise<void>;
}
