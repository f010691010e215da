/** What a token is asked for. */
export interface TokenRequest {
  readonly signal: AbortSignal;
  /** The token that Azure has just answered 401 to: a fresh one is wanted. */
  readonly rejected?: string;
  /** The `WWW-Authenticate` header to answer: one Bearer challenge with claims, see challenge.ts. */
  readonly challenge?: string;
}

/** One identity (an account in a tenant) that can hand out tokens for the cloud's scope. */
export interface Credential {
  /**
   * Equal for credentials that Azure counts as one user: their requests share its rate limits. The account's id
   * serves, for the graph counts a user's queries over all tenants. It is never sent or logged.
   */
  readonly principal: string;
  /** A token for the cloud's scope. Throws AzureError `signInNeeded` if the user's help is needed. */
  getToken(request: TokenRequest): Promise<string>;
}
