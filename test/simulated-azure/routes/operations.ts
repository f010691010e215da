import { randomUUID } from "node:crypto";
import type { Pages } from "./paging.ts";
import { UrlSigner } from "../signIn/signing.ts";
import type { Form, OperationTiming, VariantPlan } from "../faults/variants.ts";
import type { Answer } from "../http/wire.ts";
import { armError } from "../http/wire.ts";

/** How many readings of the status fail before it can be read, for an operation whose status cannot be read for a while. */
const UNREADABLE_READINGS = 2;

export interface Operation {
  readonly id: string;
  readonly hostKey: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly apiVersion: string;
  readonly plan: VariantPlan;
  readonly timing: OperationTiming;
  readonly startedAt: number;
  /** The URL of the action: further pages of its result are asked for there. */
  readonly actionUrl: URL;
  /** Worked out when it is first read: what is listed is the state at the end. */
  readonly result: () => readonly unknown[];
  /** How often either URL was read. */
  reads: number;
}

/** What reading an operation needs to know of the world around it. */
export interface OperationContext {
  readonly origin: string;
  readonly now: number;
  readonly pages: Pages;
}

/** The running operations and their signed URLs. */
export class Operations {
  readonly #signer = new UrlSigner();
  readonly #operations = new Map<string, Operation>();
  readonly #unlinked = new Map<string, Operation>();

  start(facts: Omit<Operation, "id" | "reads">): Operation {
    let result: readonly unknown[] | undefined;
    const operation: Operation = { ...facts, id: randomUUID(), reads: 0, result: () => (result ??= facts.result()) };
    this.#operations.set(operation.id, operation);
    return operation;
  }

  /** The operation that runs under a name because no answer links to it; it begins with the first call. */
  unlinked(name: string, facts: Omit<Operation, "id" | "reads">): Operation {
    const operation = this.#unlinked.get(name) ?? this.start(facts);
    this.#unlinked.set(name, operation);
    return operation;
  }

  forgetUnlinked(name: string): void {
    this.#unlinked.delete(name);
  }

  find(id: string | undefined): Operation | undefined {
    return id === undefined ? undefined : this.#operations.get(id.toLowerCase());
  }

  /** Whether a URL is one of ours to the letter. */
  verify(url: URL): boolean {
    return this.#signer.verify(`${url.pathname}${url.search}`);
  }

  /** The headers of an answer that belongs to an operation: its URLs, signed again, and when to ask. */
  headers(operation: Operation, context: OperationContext): Record<string, string> {
    const { links = "both", relative, retryAfter = "seconds" } = operation.plan;
    const { retryAfterSeconds } = operation.timing;
    const base = `/subscriptions/${operation.subscriptionId}/providers/Microsoft.Network/locations/${operation.location}`;
    const sign = (kind: string) =>
      `${relative ? "" : context.origin}${this.#signer.sign(`${base}/${kind}/${operation.id}`, operation.apiVersion, context.now)}`;
    return {
      ...((links === "both" || links === "location") && { Location: sign("operationResults") }),
      ...((links === "both" || links === "asyncOperation") && { "Azure-AsyncOperation": sign("operations") }),
      ...(links !== "neither" && { "azure-asyncnotification": "Enabled" }),
      ...(retryAfter === "seconds" && { "Retry-After": String(retryAfterSeconds) }),
      ...(retryAfter === "date" && { "Retry-After": new Date(context.now + retryAfterSeconds * 1000).toUTCString() }),
    };
  }

  /** The first answer: 202 with the body `null`. */
  accepted(operation: Operation, context: OperationContext): Answer {
    return { status: 202, body: null, headers: this.headers(operation, context), ...styleOf(operation.plan) };
  }

  /** GET Azure-AsyncOperation. */
  status(operation: Operation, context: OperationContext): Answer {
    const { plan } = operation;
    operation.reads++;
    if (plan.ending === "unreadable" && operation.reads <= UNREADABLE_READINGS) {
      return armError(500, "InternalServerError", "An error occurred.");
    }
    if (!this.isOver(operation, context.now)) {
      const { "Retry-After": retryAfter } = this.headers(operation, context);
      return {
        status: 200,
        body: { status: "InProgress" },
        ...styleOf(plan),
        ...(retryAfter !== undefined && { headers: { "Retry-After": retryAfter } }),
      };
    }
    return { status: 200, body: { status: "Succeeded", ...this.#output(operation), ...ended(plan) }, ...styleOf(plan) };
  }

  /** GET Location. */
  result(operation: Operation, context: OperationContext): Answer {
    const { plan } = operation;
    operation.reads++;
    if (!this.isOver(operation, context.now)) {
      return this.accepted(operation, context);
    }
    const failed = ended(plan);
    if (failed) {
      return { status: 409, body: { error: failed.error } };
    }
    const answer = formed(
      plan.atLocation ?? "value",
      paged(plan, operation.result(), context.pages, operation.actionUrl),
    );
    return { ...answer, headers: this.headers(operation, context), ...styleOf(plan) };
  }

  /** Whether an operation is through: it was read often enough, and its time has passed. */
  isOver(operation: Operation, now: number): boolean {
    const { plan, timing, reads, startedAt } = operation;
    return plan.ending !== "never" && reads > timing.polls && now >= startedAt + timing.durationMs;
  }

  #output(operation: Operation): { properties?: { output: unknown } } {
    const { atStatus = "absent", ending } = operation.plan;
    if (atStatus === "absent" || ending === "failed" || ending === "canceled") {
      return {};
    }
    return { properties: { output: formed(atStatus, { value: operation.result() }).body ?? null } };
  }
}

function ended(plan: VariantPlan): { status: string; error: { code: string; message: string } } | undefined {
  switch (plan.ending) {
    case "failed":
      return {
        status: "Failed",
        error: {
          code: "BastionHostSessionOperationFailed",
          message: "The bastion host could not complete the operation.",
        },
      };
    case "canceled":
      return { status: "Canceled", error: { code: "Canceled", message: "Operation was canceled." } };
    default:
      return undefined;
  }
}

/** The style of a plan as a part of an answer. */
export function styleOf({ crlf, headerCase }: VariantPlan): Pick<Answer, "style"> {
  return { style: { ...(crlf !== undefined && { crlf }), ...(headerCase !== undefined && { headerCase }) } };
}

/** A list in the form that a plan asks for. */
export function formed(form: Form, list: { readonly value: readonly unknown[]; readonly nextLink?: string }): Answer {
  switch (form) {
    case "value":
      return { status: 200, body: list };
    case "array":
      return { status: 200, body: list.value };
    case "nullValue":
      return { status: 200, body: { value: null } };
    case "object":
      return { status: 200, body: {} };
    case "null":
      return { status: 200, body: null };
    case "error":
      return {
        status: 200,
        body: { error: { code: "BastionHostInTransition", message: "The bastion host is being updated." } },
      };
    case "empty":
    case "absent":
      return { status: 200 };
    case "noContent":
      return { status: 204 };
  }
}

/** A list cut into pages as a plan asks for: two pages, and where it says so an empty one before them. */
export function paged(
  plan: VariantPlan,
  all: readonly unknown[],
  pages: Pages,
  url: URL,
): { readonly value: readonly unknown[]; readonly nextLink?: string } {
  const items = plan.twice ? all.flatMap((item) => [item, item]) : all;
  // Nothing needs no second page.
  if (!plan.pages || items.length === 0) {
    return { value: items };
  }
  const half = plan.pages === "emptyFirst" ? 0 : Math.ceil(items.length / 2);
  const from = plan.pages === "overlapping" ? Math.max(0, half - 1) : half;
  const link = pages.link(url, items.slice(from));
  return { value: items.slice(0, half), nextLink: plan.relative ? link.slice(url.origin.length) : link };
}
