import type { Draws } from '../core/draws.ts'

/** Things that there are many of, none of which is the right one. */
export const kinds: readonly string[] = (
  'animal fruit vegetable tree bird flower colour instrument tool sport profession insect fish spice metal fabric ' +
  'dish drink vehicle toy planet gemstone hobby emotion virtue season city country river mountain mineral herb ' +
  'furniture building weapon dance dessert cheese berry nut shape verb adjective'
).split(' ')

/** Scenes to begin with. */
export const places: readonly string[] = (
  'a rainy morning|an old photograph|a long train journey|a village market|a winter evening|a school play|a quiet harbour|' +
  'a museum shop|a birthday party|a mountain hut|a crowded station|an empty beach|a garden in spring|a night shift'
).split('|')

const requests: readonly ((kind: string, place: string) => string)[] = [
  (kind, place) => `Think of ${place}. Name any ${kind} that comes to mind.`,
  (kind, place) => `A story begins with ${place}. Which ${kind} appears in it first?`,
  (kind, place) => `Pick a random ${kind}, perhaps one that goes with ${place}.`,
  (kind, place) => `You see ${place} in a dream. Which ${kind} is in it?`,
]

/** A question without a right answer, to be answered in one word: which word it is shows who answers. */
export const openQuestion = (draws: Draws, kind: string = draws.pick(kinds)): string =>
  `${draws.pick(requests)(kind, draws.pick(places))} Answer with one English word in lower case and nothing else.`
