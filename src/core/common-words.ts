/** Common English words, each one token in the tokenizers in use, with or without a space before them. */
export const commonWords: readonly string[] = (
  'apple river stone cloud green paper house light music ocean table bread chair dance earth field glass heart ' +
  'image juice knife lemon mouse night onion piano queen robot sugar tiger uncle video water youth bridge camera ' +
  'dinner engine flower garden hammer island jacket kitchen letter market needle orange pencil rabbit silver ticket ' +
  'valley window yellow anchor basket candle desert forest guitar'
).split(' ')
