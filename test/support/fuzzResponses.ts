import fc from "fast-check";

export const ORIGIN = "https://management.example";
export const HOST =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
const TENANT = "22222222-2222-2222-2222-222222222222";

/** An answer as bytes. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Words that mean something to the client, so that what is made up comes near to what is real. */
const key = fc.constantFrom(
  "value",
  "nextLink",
  "status",
  "properties",
  "output",
  "error",
  "code",
  "message",
  "details",
  "data",
  "$skipToken",
  "resultTruncated",
  "sessionId",
  "state",
  "userName",
  "protocol",
  "targetHostName",
  "sessionDurationInMins",
  "startTime",
  "id",
  "name",
  "sku",
  "location",
  "tenantId",
  "subscriptionId",
  "displayName",
  "defaultDomain",
  "__proto__",
  "constructor",
  "toString",
  "length",
);
const word = fc.constantFrom(
  "",
  "Succeeded",
  "InProgress",
  "Failed",
  "Canceled",
  "Disconnected",
  "disconnected",
  "NotFound",
  "a",
  "b",
  "A",
  "c",
  "null",
  "true",
  "SSH",
  HOST,
  HOST.toUpperCase(),
  `${HOST}/../x`,
  TENANT,
  TENANT.replaceAll("2", "A"),
  "..",
  "NoRegisteredProviderFound",
  "The supported api-versions are '2020-11-01'",
  "__proto__",
  `${ORIGIN}/next`,
  `${ORIGIN}/next?page=2`,
  "?page=3",
  "https://elsewhere.example/next",
  "//elsewhere.example",
  "http://management.example/next",
  "https://user:word@management.example/",
);
const atom = fc.oneof(
  word,
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);

/** Objects that are nearly what is wanted: some of their fields, of the right type mostly. */
const nearly = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, fc.oneof({ weight: 5, arbitrary: value }, atom)]),
    ),
    { requiredKeys: [] },
  );
const id = fc.constantFrom("a", "b", "c", "A", "__proto__");
const session = nearly({
  sessionId: id,
  userName: word,
  protocol: word,
  targetHostName: word,
  targetIpAddress: word,
  targetResourceId: word,
  startTime: word,
  sessionDurationInMins: fc.double(),
});
const verdict = nearly({
  sessionId: id,
  state: fc.constantFrom("Disconnected", "disconnected", "NotFound", "Failed", "Else", "toString"),
  message: word,
});
const host = nearly({
  id: fc.constantFrom(HOST, HOST.toUpperCase(), `${HOST}2`, `${HOST}/x`),
  tenantId: fc.constant(TENANT),
  location: word,
  sku: nearly({ name: word }),
  properties: nearly({
    provisioningState: word,
    scaleUnits: fc.nat(),
    enableTunneling: fc.boolean(),
    enableIpConnect: fc.boolean(),
  }),
});
const tenant = nearly({
  tenantId: fc.constantFrom(TENANT, TENANT.replaceAll("2", "A"), "a/b"),
  displayName: word,
  defaultDomain: word,
});
const subscription = nearly({
  subscriptionId: fc.constantFrom("s", "S", "..", "a b"),
  tenantId: fc.constant(TENANT),
  displayName: word,
  state: word,
});

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    atom,
    fc.oneof(session, verdict, host, tenant, subscription),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(key, fc.string({ maxLength: 6 })), tie("json"), { maxKeys: 4 }),
  ),
}));
const entries = fc.array(
  fc.oneof({ weight: 8, arbitrary: fc.oneof(session, verdict, host, tenant, subscription) }, json),
  { maxLength: 4 },
);
const list = fc.oneof(
  entries,
  fc.record({ value: entries, nextLink: fc.oneof(word, json) }, { requiredKeys: ["value"] }),
  fc.record({ data: entries, $skipToken: fc.oneof(word, json) }, { requiredKeys: ["data"] }),
);
const status = fc.record(
  { status: word, properties: fc.oneof(list, fc.record({ output: fc.oneof(list, json) })), error: json },
  { requiredKeys: ["status"] },
);
const document = fc.oneof(
  { weight: 5, arbitrary: list },
  { weight: 2, arbitrary: status },
  { weight: 2, arbitrary: json },
);

const bytes = fc.oneof(
  { weight: 12, arbitrary: document.map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  { weight: 1, arbitrary: document.map((value) => Buffer.from(JSON.stringify(value)).subarray(0, 10)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("", " ", "\uFEFF{}", "<html>", "null", "1e999", '{"value":[]}{', "[".repeat(5_000))
      .map((text) => Buffer.from(text)),
  },
);
const headers = fc.dictionary(
  fc.constantFrom(
    "location",
    "azure-asyncoperation",
    "retry-after",
    "www-authenticate",
    "x-ms-request-id",
    "x-ms-tenant-subscription-limit-hit",
    "date",
  ),
  fc.oneof(
    word,
    fc.constantFrom(
      "0",
      "1",
      "-5",
      "99999",
      "Thu, 01 Jan 2026 00:00:00 GMT",
      'Bearer error="invalid_token", claims="e30="',
      "true",
    ),
  ),
  { maxKeys: 3 },
);
const anything: fc.Arbitrary<RawResponse> = fc.record({
  status: fc.oneof(
    { weight: 5, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 202, 204, 301, 304, 400, 401, 403, 404, 408, 409, 429, 500, 503, 504),
    fc.integer({ min: 100, max: 599 }),
  ),
  headers,
  body: bytes,
});

const fixed = (
  statusCode: number,
  body: unknown,
  more: Readonly<Record<string, string>> = {},
): fc.Arbitrary<RawResponse> =>
  fc.constant({ status: statusCode, headers: more, body: Buffer.from(JSON.stringify(body)) });
/** What leads to another request, so that whatever comes next is a later page, a status or a result. */
const leading = fc.oneof(
  fc
    .oneof(session, verdict, host, tenant, subscription)
    .chain((entry) => fixed(200, { value: [entry], nextLink: `${ORIGIN}/next` })),
  host.chain((entry) => fixed(200, { data: [entry], $skipToken: "more" })),
  fixed(202, null, { location: `${ORIGIN}/result`, "azure-asyncoperation": `${ORIGIN}/status` }),
  fixed(202, null, { location: `${ORIGIN}/result` }),
  fixed(202, null, { "azure-asyncoperation": `${ORIGIN}/status` }),
  fixed(200, { status: "InProgress" }),
  fixed(200, { status: "Succeeded" }),
  fixed(403, { error: { code: "AuthorizationFailed" } }),
);

/** Answers in the order in which they are given, over and over: some that lead on, then any. */
export const fuzzResponses: fc.Arbitrary<readonly RawResponse[]> = fc
  .tuple(fc.array(leading, { maxLength: 2 }), fc.array(anything, { minLength: 1, maxLength: 3 }))
  .map(([first, then]) => [...first, ...then]);
