/** What a score may be made of: successful completions, time to first token (E2E of whole answers), price. */
export const weightNames = ['availability', 'ttft', 'price'] as const
