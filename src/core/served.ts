/** Whether a model of that state, as reports have it, answers: whatever the listing says. */
export const isServed = (state: string): boolean => state === 'works' || state === 'unlisted-but-works'
