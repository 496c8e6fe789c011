/** Words of a nonce: as many in every prompt, so that all have the same length in tokens. */
export const nonceWords = 8

/** A prompt as it is sent: nonce first, so that no shared prefix is left to be cached. */
export const promptFor = (text: string, nonce: string): string => `Reference: ${nonce}.\n\n${text}`
