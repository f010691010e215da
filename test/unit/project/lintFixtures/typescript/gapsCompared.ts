declare const part: { readonly name: string } | undefined;
declare function take(given: boolean): void;

take(!part || part.name !== "a"); // prefer-optional-chain
