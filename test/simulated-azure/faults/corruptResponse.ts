import type { Fault } from "./faults.ts";
import { skipToken } from "../routes/paging.ts";
import type { Call, Simulation } from "../simulation.ts";
import type { Answer } from "../http/wire.ts";

/** A page such as a hotel's network or a company's proxy puts in the place of an answer. */
const LOGIN_PAGE =
  '<!DOCTYPE html>\r\n<html><head><title>Sign in to the network</title></head><body><h1>Welcome</h1><form method="post"><input name="user"></form></body></html>\r\n';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The answer that stands in the place of Azure's, for a fault that has one; `undefined` for the others. */
export function replacementFor(simulation: Simulation, fault: Fault, behaviourId: number): Answer | undefined {
  switch (fault.kind) {
    case "html":
      return { status: fault.status ?? 200, raw: LOGIN_PAGE, headers: { "Content-Type": "text/html; charset=utf-8" } };
    case "json":
      return { status: fault.status ?? 200, body: fault.body };
    case "status":
      return errorAnswer(simulation, fault);
    case "redirect":
      return { status: fault.status ?? 302, headers: { Location: fault.to } };
    case "oldToken":
      return errorAnswer(simulation, {
        kind: "status",
        status: 403,
        message: `The client does not have authorization to perform action '${fault.action}' over scope '${fault.scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      });
    case "claimsChallenge":
      return simulation.challenges.answer(fault, behaviourId, `${simulation.url}/_signin/`);
    default:
      return undefined;
  }
}

function errorAnswer(simulation: Simulation, fault: Extract<Fault, { kind: "status" }>): Answer {
  const {
    status,
    code = DEFAULT_CODES[fault.status] ?? "InternalServerError",
    message = "The request could not be served.",
    details,
  } = fault;
  const retryAfter =
    fault.retryAfterDate === undefined
      ? fault.retryAfter
      : new Date(simulation.clock.now() + fault.retryAfterDate * 1000).toUTCString();
  return {
    status,
    body: { error: { code, message, ...(details && { details }) } },
    headers: { ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }), ...fault.headers },
  };
}

const DEFAULT_CODES: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "InvalidAuthenticationToken",
  403: "AuthorizationFailed",
  404: "ResourceNotFound",
  409: "AnotherOperationInProgress",
  429: "SubscriptionRequestsThrottled",
  502: "BadGateway",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
};

/** Azure's own response with its contents corrupted. */
export function corrupted(simulation: Simulation, call: Call, fault: Fault, answer: Answer): Answer {
  switch (fault.kind) {
    case "headers":
      return { ...answer, headers: { ...answer.headers, ...fault.headers } };
    case "foreignLinks":
      return withForeignLinks(simulation, call, fault.to, answer);
    case "pageLoop":
      return withEndlessPages(simulation, call, fault.how, answer);
    default:
      return answer;
  }
}

function withForeignLinks(simulation: Simulation, call: Call, to: string, answer: Answer): Answer {
  const elsewhere = (link: string) => to + link.slice(link.startsWith(simulation.url) ? simulation.url.length : 0);
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [
    name,
    name === "Location" || name === "Azure-AsyncOperation" ? elsewhere(value) : value,
  ]);
  const { body } = answer;
  const paged = isRecord(body) && Array.isArray(body["value"]);
  return {
    ...answer,
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(paged && {
      body: { ...body, nextLink: elsewhere(typeof body["nextLink"] === "string" ? body["nextLink"] : call.url.href) },
    }),
  };
}

function withEndlessPages(simulation: Simulation, call: Call, how: "loop" | "repeat", answer: Answer): Answer {
  const { body } = answer;
  if (isRecord(body) && Array.isArray(body["data"])) {
    const again = how === "loop" ? graphToken(call) : undefined;
    return { ...answer, body: { ...body, $skipToken: again ?? simulation.pages.remember(body["data"]) } };
  }
  if (isRecord(body) && Array.isArray(body["value"])) {
    const same = how === "loop" && skipToken(call.url) !== undefined ? call.url.href : undefined;
    return { ...answer, body: { ...body, nextLink: same ?? simulation.pages.link(call.url, body["value"]) } };
  }
  return answer;
}

function graphToken(call: Call): string | undefined {
  const body: unknown = JSON.parse(call.body);
  const options = isRecord(body) && isRecord(body["options"]) ? body["options"] : {};
  return typeof options["$skipToken"] === "string" ? options["$skipToken"] : undefined;
}
