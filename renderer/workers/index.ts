interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): unknown };
}

/** True for a script that came with the pages: from where they came from, a file and no more. */
export function isOwnScript(address: string, page: string): boolean {
  try {
    const { protocol, host, pathname, search, hash } = new URL(address, page);
    const own = new URL(page);
    return protocol === own.protocol && host === own.host && /\.m?js$/.test(pathname) && search + hash === '';
  } catch {
    return false;
  }
}

/**
 * The one trusted-types policy of the page: only scripts of our own are ever made a worker's address. It is made by whoever
 * needs a worker first, since a second one of the same name is refused.
 */
const policy = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy(
  'tongban',
  {
    createScriptURL(address: string) {
      if (!isOwnScript(address, window.location.href))
        throw new TypeError('only our own scripts are workers');
      return address;
    },
  },
);

/** Starts one of our own scripts as a worker. */
export function ownWorker(address: string): Worker {
  return new Worker((policy?.createScriptURL(address) ?? address) as string, { type: 'module' });
}
