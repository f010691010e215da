/**
 * What Bastion Sessions offers to other extensions:
 * `await vscode.extensions.getExtension<BastionSessionsApi>("bastion-sessions.bastion-sessions")?.activate()`.
 * This file stands by itself, so that it can be copied. Whatever is added later is added beside what is here.
 */
export interface BastionSessionsApi {
  readonly version: 1;
  /** Every bastion host that the user's accounts see; searches for them where that was not done yet. */
  listHosts(): Promise<ApiHosts>;
  /**
   * Who is connected through a host, listed just now.
   * @param hostId an Azure resource id
   * @throws Error where the id is none of a bastion host, the host is not known, or it could not be listed
   */
  listSessions(hostId: string): Promise<ApiSessions>;
  /**
   * Asks the user whether to disconnect sessions, exactly as the extension's own commands do, writes it into the journal,
   * and disconnects what the user has confirmed.
   * @returns the outcome of each session; `undefined` if the user confirmed nothing
   * @throws Error where the request is not valid, the host is not known, or it could not be listed
   */
  disconnect(request: ApiDisconnectRequest): Promise<readonly ApiOutcome[] | undefined>;
}

export interface ApiHosts {
  readonly hosts: readonly ApiHost[];
  /**
   * False where something was not or could not be searched, also in a tenant that the user has hidden, or where the user
   * has deselected a subscription, whose hosts are left out: there may be more.
   */
  readonly isComplete: boolean;
}

export interface ApiHost {
  /** The Azure resource id. */
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location?: string;
  /** Developer, Basic, Standard or Premium; an open set. */
  readonly sku?: string;
}

export interface ApiSessions {
  readonly sessions: readonly ApiSession[];
  /** False where entries of Azure's answer could not be read, or no new list came, so that these are from an earlier one. */
  readonly isComplete: boolean;
  /** When Azure returned these, in UTC and ISO 8601. */
  readonly asOf: string;
}

/** A session; absent is what Azure did not say. */
export interface ApiSession {
  /** Without one the session cannot be disconnected. */
  readonly sessionId?: string;
  readonly userName?: string;
  /** SSH or RDP; an open set. */
  readonly protocol?: string;
  readonly targetHostName?: string;
  readonly targetIpAddress?: string;
  readonly targetResourceId?: string;
  /** As Azure wrote it, which is not always valid ISO 8601. Left out if it can't be right: before 2019, or in the future. */
  readonly startTime?: string;
  readonly durationMinutes?: number;
  /**
   * The sign-in name of the person behind the session, by Azure's audit log: left out if the log doesn't say, isn't read, or
   * leaves a choice.
   */
  readonly person?: string;
  /** False: probably this person, since time, target VM and account agree; the log's ID is another one or unknown. */
  readonly isPersonCertain?: boolean;
  /** Where the person connected from, by the audit log. */
  readonly clientAddress?: string;
}

export interface ApiDisconnectRequest {
  /** The id of the extension that asks, which the user and the journal are told. */
  readonly extensionId: string;
  /** An Azure resource id of a bastion host. */
  readonly hostId: string;
  readonly sessionIds: readonly string[];
}

export interface ApiOutcome {
  readonly sessionId: string;
  /**
   * What Azure said; `notSent`: the user took the session out, or cancelled, or another disconnect of it is under way;
   * `notListed`: there was no such session, so
   * no request named it; `unknown`: Azure's answer was lost or said nothing of it.
   */
  readonly outcome: "disconnected" | "alreadyEnded" | "failed" | "unknown" | "notSent" | "notListed";
  /** Azure's own words. */
  readonly message?: string;
}
