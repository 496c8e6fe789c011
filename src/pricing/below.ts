/** A page below a base URL, whatever its own path ends with. */
export const below = (baseUrl: URL, path: string): URL =>
  new URL(baseUrl.pathname.replace(/\/+$/, '') + path, baseUrl)
